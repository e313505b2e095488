package ai.superit.halo.application.sync;

import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.ticket.Ticket;

/// A ticket with the route that was decided for it.
public record RoutedTicket(Ticket ticket, Route route) {}
