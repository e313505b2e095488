package ai.superit.halo.application;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Parts of mirrored records that reading may leave out, since the many columns of lists cost more
/// than finding their rows. A part that was left out means nothing: it is empty or holds any value.
public enum Part {
  TICKET_DETAILS,

  /// The client, the site and the contact of a ticket.
  TICKET_PARTIES,

  /// The status and the priority of a ticket, and whether it is closed.
  TICKET_STATE,

  /// When a ticket was opened, changed and closed; positions in lists are made of these.
  TICKET_TIMES,

  /// The team of a ticket and why it is that one.
  TICKET_ROUTE,

  /// What is left of a ticket beside its summary and all that has a part of its own.
  TICKET_REST,

  /// What is left of an asset beside its owner, its tag, its name and its type.
  ASSET_REST,

  /// What is left of a client, a site or a contact beside its name and how to reach it.
  PARTY_REST,

  /// Where any record came from.
  PROVENANCE;

  public static final Set<Part> ALL = Collections.unmodifiableSet(EnumSet.allOf(Part.class));
}
