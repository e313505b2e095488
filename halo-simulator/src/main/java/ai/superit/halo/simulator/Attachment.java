package ai.superit.halo.simulator;

import java.util.Base64;

/// A file at a ticket, perhaps at one of its notes.
final class Attachment extends Row {
  int ticket;
  int note;
  boolean hidden;
  String filename = "file.txt";
  byte[] data = {};

  @Override
  void apply(Patch patch) {
    ticket = patch.integer("ticket_id", ticket);
    note = patch.integer("action_id", note);
    hidden = !patch.flag("showforusers", !hidden);
    filename = patch.text("filename", filename);
    var base64 = patch.text("data_base64", "");
    if (!base64.isEmpty()) {
      try {
        data = Base64.getMimeDecoder().decode(base64.substring(base64.indexOf(',') + 1));
      } catch (IllegalArgumentException e) {
        throw patch.wrong("data_base64", "The input is not a valid Base-64 string.");
      }
    }
    extra = patch.rest(extra);
  }
}
