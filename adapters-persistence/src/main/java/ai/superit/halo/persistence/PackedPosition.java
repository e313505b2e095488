package ai.superit.halo.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.sync.IdSet;
import ai.superit.halo.application.sync.ListPosition;
import ai.superit.halo.application.sync.ListPosition.SectionCount;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.Stamp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A position as bytes. Ids are sorted and written as the steps between them, seven bits a byte, so
/// that most take one.
final class PackedPosition {
  /// To be raised when anything below changes: a position of another version is none.
  private static final int VERSION = 1;

  private PackedPosition() {}

  static byte[] pack(ListPosition position) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(out, position.began());
      out.writeUTF(position.section().name());
      out.writeInt(position.page());
      out.writeInt(position.pageSize());
      writeTexts(out, position.rows());
      write(out, position.counted().sums());
      write(out, position.counted().sections());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /// Empty if another version of the service has packed it.
  static Optional<ListPosition> unpack(byte[] packed) {
    try (var in = new DataInputStream(new ByteArrayInputStream(packed))) {
      if (in.readByte() != VERSION) {
        return Optional.empty();
      }
      return Optional.of(
          new ListPosition(
              instant(in),
              Section.valueOf(in.readUTF()),
              in.readInt(),
              in.readInt(),
              texts(in),
              new ListPosition.Counted(sums(in), sections(in))));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void write(DataOutputStream out, ListPosition.Sums sums) throws IOException {
    out.writeLong(sums.created());
    out.writeLong(sums.updated());
    out.writeLong(sums.unchanged());
    writeIds(out, sums.unstored());
    writeIds(out, sums.doubtful());
    write(out, sums.newest().at());
  }

  private static ListPosition.Sums sums(DataInputStream in) throws IOException {
    return new ListPosition.Sums(
        in.readLong(), in.readLong(), in.readLong(), ids(in), ids(in), new Stamp(instant(in)));
  }

  private static void write(DataOutputStream out, Map<Section, SectionCount> sections)
      throws IOException {
    out.writeInt(sections.size());
    for (var section : sections.entrySet()) {
      var count = section.getValue();
      out.writeUTF(section.getKey().name());
      out.writeLong(count.total());
      out.writeLong(count.received());
      out.writeBoolean(count.disturbed());
      writeIds(out, count.ids());
      writeTexts(out, count.rejected());
    }
  }

  private static Map<Section, SectionCount> sections(DataInputStream in) throws IOException {
    var sections = new EnumMap<Section, SectionCount>(Section.class);
    for (int left = in.readInt(); left > 0; left--) {
      sections.put(
          Section.valueOf(in.readUTF()),
          new SectionCount(
              in.readLong(), in.readLong(), in.readBoolean(), ids(in), Set.copyOf(texts(in))));
    }
    return sections;
  }

  private static void write(DataOutputStream out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Instant instant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static void writeTexts(DataOutputStream out, Collection<String> texts)
      throws IOException {
    out.writeInt(texts.size());
    for (var text : texts) {
      var bytes = text.getBytes(UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    var texts = new ArrayList<String>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(new String(in.readNBytes(in.readInt()), UTF_8));
    }
    return texts;
  }

  private static void writeIds(DataOutputStream out, Set<Long> ids) throws IOException {
    var sorted = IdSet.copyOf(ids);
    out.writeInt(sorted.size());
    var last = 0L;
    for (var id : sorted) {
      writeStep(out, id - last);
      last = id;
    }
  }

  private static Set<Long> ids(DataInputStream in) throws IOException {
    var left = in.readInt();
    var ids = new IdSet();
    for (var last = 0L; left > 0; left--) {
      last += step(in);
      ids.add(last);
    }
    return ids;
  }

  /// Unsigned, whatever the sign: sums that overflow come back by overflowing again.
  private static void writeStep(DataOutputStream out, long step) throws IOException {
    var rest = step;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long step(DataInputStream in) throws IOException {
    var step = 0L;
    for (int shift = 0; ; shift += 7) {
      var next = in.readByte();
      step |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return step;
      }
    }
  }
}
