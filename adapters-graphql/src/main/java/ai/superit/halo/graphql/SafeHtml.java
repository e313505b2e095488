package ai.superit.halo.graphql;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;

/// Leaves of HTML that strangers wrote what can do no harm on a page: text, its formatting, and
/// links. Nothing is left that runs, loads, sends, or looks like a part of the page around it.
final class SafeHtml {
  /// Longer ones would take too long.
  static final int MOST_CHARACTERS = 1_000_000;

  private static final Safelist ALLOWED =
      Safelist.relaxed()
          .removeTags("img")
          .removeAttributes("a", "title")
          .removeProtocols("a", "href", "ftp")
          .addEnforcedAttribute("a", "rel", "nofollow noopener noreferrer");

  private static final Document.OutputSettings AS_IT_IS =
      new Document.OutputSettings().prettyPrint(false);

  private SafeHtml() {}

  static String of(String html) {
    return Jsoup.clean(html, "", ALLOWED, AS_IT_IS.clone());
  }
}
