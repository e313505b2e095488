package ai.superit.halo.graphql;

/// Counts the tokens of a document and the brackets within brackets, in one pass and without
/// building anything, so that an oversized document costs next to nothing.
final class Tokens {
  private final String text;
  private int at;
  private int open;
  private int count;
  private int nesting;

  private Tokens(String text) {
    this.text = text;
  }

  static Tokens of(String document) {
    var tokens = new Tokens(document);
    while (tokens.at < document.length()) {
      tokens.next();
    }
    return tokens;
  }

  int count() {
    return count;
  }

  int nesting() {
    return nesting;
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '#') {
      skipComment();
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == '\uFEFF') {
      at++;
    } else {
      count++;
      token(c);
    }
  }

  private void token(char c) {
    if (c == '"') {
      skipString();
    } else if (isWord(c)) {
      skipWord();
    } else if (text.startsWith("...", at)) {
      at += 3;
    } else {
      track(c);
      at++;
    }
  }

  private void track(char c) {
    if (c == '{' || c == '[' || c == '(') {
      open++;
      nesting = Math.max(nesting, open);
    } else if (c == '}' || c == ']' || c == ')') {
      open--;
    }
  }

  private void skipComment() {
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
  }

  private void skipWord() {
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
  }

  private void skipString() {
    var quote = text.startsWith("\"\"\"", at) ? "\"\"\"" : "\"";
    at += quote.length();
    while (at < text.length() && !text.startsWith(quote, at)) {
      boolean lineEnds = quote.length() == 1 && text.charAt(at) == '\n';
      if (lineEnds) {
        return;
      }
      at += escapedLength(quote);
    }
    at = Math.min(text.length(), at + quote.length());
  }

  private int escapedLength(String quote) {
    if (text.charAt(at) != '\\') {
      return 1;
    }
    return quote.length() == 1 ? 2 : text.startsWith(quote, at + 1) ? 4 : 1;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '+';
  }
}
