package ai.superit.halo.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.domain.OpaqueId;
import ai.superit.halo.domain.connection.Secret;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/// Messages as Standard Webhooks say: https://www.standardwebhooks.com.
///
/// @param secrets each `whsec_` and the key in base64; all of them sign
/// @param now when the message is sent
record SignedWebhook(List<Secret> secrets, Instant now) {
  private static final String PREFIX = "whsec_";
  private static final JsonMapper JSON = new JsonMapper();

  SignedWebhook {
    secrets = List.copyOf(secrets);
  }

  HttpPosts.Post post(AlertMessage message) {
    var body = body(message);
    var time = Long.toString(now.getEpochSecond());
    return new HttpPosts.Post(
        body,
        Map.of(
            "webhook-id",
            message.id(),
            "webhook-timestamp",
            time,
            "webhook-signature",
            signatures(message.id() + "." + time + "." + body)));
  }

  private static String body(AlertMessage message) {
    var notice = message.notice();
    var data = new LinkedHashMap<String, String>();
    data.put("alertId", notice.alert().toString());
    data.put("connectionId", OpaqueId.of(notice.connection()).encoded());
    data.put("connectionName", notice.connectionName());
    data.put("kind", notice.kind());
    data.put("summary", notice.summary());
    data.put("advice", notice.advice());
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "alert." + message.type().name().toLowerCase(Locale.ROOT));
    body.put("timestamp", notice.at().toString());
    body.put("data", data);
    return JSON.writeValueAsString(body);
  }

  private String signatures(String signed) {
    return secrets.stream()
        .map(secret -> "v1," + signature(secret, signed))
        .collect(Collectors.joining(" "));
  }

  private static String signature(Secret secret, String signed) {
    try {
      var key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HMAC-SHA256", impossible);
    }
  }
}
