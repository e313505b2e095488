package ai.superit.halo.simulator;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A ticket, which the original calls a fault. Its text and notes are made on demand from scenario
/// and salt until something changes them.
final class Ticket extends Row {
  int status = 1;
  int type = 1;
  int priority = 3;
  int sla = 1;
  int client;
  int site;
  int contact;
  int agent = 1;
  int team = 1;
  int impact = 3;
  int urgency = 3;
  int source;
  int parent;
  int mergedInto;
  int[] assets = {};
  long occurred;
  long respondBy = Dates.SENTINEL_1900;
  long fixBy = Dates.SENTINEL_1900;
  long responded = Dates.ABSENT;
  long closed = Dates.ABSENT;
  long lastAction;
  boolean flagged;
  boolean vip;
  boolean deleted;
  long deletedAt = Dates.ABSENT;
  boolean hasBeenClosed;
  int closedBy;
  int scenario = -1;
  int salt;
  int generatedNotes;
  @Nullable String summary;
  @Nullable String details;
  @Nullable String detailsHtml;
  @Nullable String category;
  @Nullable String reportedBy;
  @Nullable String closureNote;
  @Nullable List<Note> notes;

  boolean open() {
    return !Catalog.closes(status);
  }

  int firstAsset() {
    return assets.length == 0 ? 0 : assets[0];
  }

  @Override
  void apply(Patch patch) {
    texts(patch);
    status = patch.integer("status_id", status);
    type = patch.integer("tickettype_id", type);
    sla = keep(patch.integer("sla_id", sla), sla);
    priority = keep(patch.integer("priority_id", priority), priority);
    client = patch.integer("client_id", client);
    site = patch.integer("site_id", site);
    contact = patch.integer("user_id", contact);
    agent = patch.integer("agent_id", agent);
    team = Catalog.teamNamed(patch.text("team", "")).orElse(team);
    team = patch.integer("team_id", team);
    impact = patch.integer("impact", impact);
    urgency = patch.integer("urgency", urgency);
    source = patch.integer("source", source);
    parent = patch.integer("parent_id", parent);
    mergedInto = patch.integer("merged_into_id", mergedInto);
    flagged = patch.flag("flagged", flagged);
    occurred = patch.date("dateoccurred", occurred);
    assets(patch);
    List.of("date_closed", "dateclosed", "last_update", "hasbeenclosed", "inactive")
        .forEach(patch::take);
    extra = patch.rest(extra);
  }

  private void texts(Patch patch) {
    summary = patch.optional("summary", summary);
    detailsHtml = patch.optional("details_html", detailsHtml);
    if (patch.has("details_html") && !patch.has("details")) {
      details = patch.text("details_html", "").replaceAll("<[^>]*>", "");
    }
    details = patch.optional("details", details);
    category = patch.optional("category_1", category);
    reportedBy = patch.optional("reportedby", reportedBy);
    closureNote = patch.optional("closure_note", closureNote);
  }

  private void assets(Patch patch) {
    var given = patch.take("assets");
    if (given != null && given.isArray()) {
      assets =
          IntStream.range(0, given.size()).map(i -> given.get(i).path("id").asInt(0)).toArray();
    }
  }

  /// -1 means "no change" in a write.
  private static int keep(int given, int current) {
    return given == -1 ? current : given;
  }
}
