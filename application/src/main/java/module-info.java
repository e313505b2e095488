/// The use cases, and the ports through which they reach the outside.
@org.jspecify.annotations.NullMarked
module ai.superit.halo.application {
  requires transitive ai.superit.halo.domain;
  requires static transitive org.jspecify;

  exports ai.superit.halo.application;
  exports ai.superit.halo.application.alert;
  exports ai.superit.halo.application.asset;
  exports ai.superit.halo.application.audit;
  exports ai.superit.halo.application.client;
  exports ai.superit.halo.application.connection;
  exports ai.superit.halo.application.notification;
  exports ai.superit.halo.application.sync;
  exports ai.superit.halo.application.team;
  exports ai.superit.halo.application.ticket;
  exports ai.superit.halo.application.webhook;
}
