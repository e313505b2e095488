package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// `/Attachment`: lists describe files, by id they come as raw bytes.
final class AttachmentResource implements Resource {
  private final Tenant tenant;
  private final Writes writes;

  AttachmentResource(Tenant tenant) {
    this.tenant = tenant;
    this.writes = new Writes(tenant);
  }

  @Override
  public String area() {
    return "tickets";
  }

  static List<Attachment> of(Tenant tenant, int ticket) {
    return tenant.attachments.where(attachment -> attachment.ticket == ticket);
  }

  @Override
  public Reply list(Call call) {
    var ticket = call.params().integer("ticket_id", 0);
    var note = call.params().integer("action_id", 0);
    var rows = of(tenant, ticket).stream().filter(a -> note == 0 || a.note == note).toList();
    return Reply.object(
        200,
        out -> {
          out.number("ticket_id", ticket);
          out.number("action_id", note);
          out.empty("folders");
          out.array("attachments", () -> rows.forEach(a -> out.object(() -> row(out, a))));
        });
  }

  @Override
  public Reply byId(Call call) {
    var found = tenant.attachments.find(call.number());
    var attachment = found.orElseThrow(() -> new Refused(Reply.empty(404)));
    if (call.params().flag("includedetails")) {
      return Reply.object(
          200,
          out -> {
            row(out, attachment);
            out.text("data_base64", Base64.getEncoder().encodeToString(attachment.data));
          });
    }
    return new Reply(200, "application/octet-stream", attachment.data, Map.of());
  }

  @Override
  public Reply post(Call call) {
    return writes.post(call, Kind.ATTACHMENT, (out, row) -> row(out, (Attachment) row));
  }

  @Override
  public Reply delete(Call call) {
    return writes.delete(call, Kind.ATTACHMENT);
  }

  private static String type(String name) {
    return name.endsWith(".png")
        ? "image/png"
        : name.endsWith(".pdf") ? "application/pdf" : "text/plain";
  }

  static void row(JsonOut out, Attachment attachment) {
    var name = attachment.filename.toLowerCase(Locale.ROOT);
    out.number("id", attachment.id);
    out.text("filename", attachment.filename);
    out.number("filesize", attachment.data.length);
    out.number("ticket_id", attachment.ticket);
    out.number("action_id", attachment.note);
    out.date("datecreated", attachment.created);
    out.number("type", 0);
    var seed = "attachment-" + attachment.id;
    out.text("unique_id", UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString());
    out.flag("isimage", name.endsWith(".png") || name.endsWith(".jpg"));
    out.text("content_type", type(name));
    out.flag("showforusers", !attachment.hidden);
  }
}
