/// The rules of the product. Needs nothing but the JDK.
@org.jspecify.annotations.NullMarked
module ai.superit.halo.domain {
  requires static transitive org.jspecify;

  exports ai.superit.halo.domain;
  exports ai.superit.halo.domain.alert;
  exports ai.superit.halo.domain.asset;
  exports ai.superit.halo.domain.client;
  exports ai.superit.halo.domain.connection;
  exports ai.superit.halo.domain.notification;
  exports ai.superit.halo.domain.sync;
  exports ai.superit.halo.domain.team;
  exports ai.superit.halo.domain.ticket;
  exports ai.superit.halo.domain.webhook;
}
