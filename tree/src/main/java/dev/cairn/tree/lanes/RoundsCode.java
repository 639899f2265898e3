package dev.cairn.tree.lanes;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;

/**
 * Writes {@link Rounds} as bytecode. HotSpot makes good code of vectors only where their width is a
 * constant, the rounds are unrolled, and no method of ours stands between them and the Vector API;
 * in source that is the same long text twice. It also means that nothing here is compiled against
 * the incubator module, which may be absent.
 */
final class RoundsCode {
  private static final ClassDesc WORDS = CD_int.arrayType();
  private static final MethodTypeDesc EIGHT_ROUNDS =
      MethodTypeDesc.of(CD_void, WORDS, WORDS, WORDS, CD_int, WORDS, CD_int);
  private static final MethodTypeDesc ADD =
      MethodTypeDesc.of(CD_void, WORDS, WORDS, WORDS, CD_int, CD_int);
  private static final MethodTypeDesc JOIN =
      MethodTypeDesc.of(CD_void, WORDS, CD_int, CD_int, CD_int, WORDS, WORDS);
  private static final MethodTypeDesc TRANSPOSE =
      MethodTypeDesc.of(CD_void, CD_byte.arrayType(2), WORDS, WORDS, WORDS, CD_int, CD_int, CD_int);

  private final LaneWidth width;

  private RoundsCode(LaneWidth width) {
    this.width = width;
  }

  /** The rounds for a width; the module of the Vector API must be there. */
  static Rounds load(LaneWidth width) {
    byte[] code = new RoundsCode(width).write();
    try {
      Class<?> type = MethodHandles.lookup().defineHiddenClass(code, true).lookupClass();
      return (Rounds) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the rounds for " + width + " cannot be loaded", e);
    }
  }

  private byte[] write() {
    ClassDesc name = ClassDesc.of(RoundsCode.class.getPackageName(), "Rounds" + width.bits());
    return ClassFile.of().build(name, this::write);
  }

  private void write(ClassBuilder type) {
    type.withInterfaceSymbols(ClassDesc.of(Rounds.class.getName()));
    type.withMethodBody(
        INIT_NAME,
        MTD_void,
        0,
        code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
    Schedule unknown = new Schedule();
    eightRounds(type, "middle", unknown, true);
    eightRounds(type, "last", unknown, false);
    // A node has 65 bytes: one of the second block is its own, the rest is padding and length.
    Schedule tail = new Schedule();
    for (int i = 1; i < 15; i++) {
      tail.know(i, 0);
    }
    tail.know(15, (1 + 2 * BatchHasher.BYTES) * Byte.SIZE);
    eightRounds(type, "tailLow", tail, true);
    eightRounds(type, "tailHigh", tail, true);
    method(type, "add", ADD, this::add);
    method(type, "join", JOIN, this::join);
    method(type, "transpose", TRANSPOSE, code -> new Transposition(code, width.lanes()).write());
    method(type, "widest", MethodTypeDesc.of(CD_int), VectorCode::widest);
  }

  private void eightRounds(ClassBuilder type, String name, Schedule schedule, boolean further) {
    method(
        type,
        name,
        EIGHT_ROUNDS,
        code -> new EightRounds(code, schedule, width.lanes()).write(further));
  }

  private void method(
      ClassBuilder type, String name, MethodTypeDesc signature, Consumer<VectorCode> body) {
    type.withMethodBody(
        name, signature, ClassFile.ACC_PUBLIC, code -> body.accept(new VectorCode(code, width)));
  }

  /** The body of {@link Rounds#add}. */
  private void add(VectorCode code) {
    int before = 1;
    int after = 2;
    int out = 3;
    int at = 4;
    int stride = 5;
    for (int i = 0; i < 8; i++) {
      code.load(before, i * width.lanes()).load(after, i * width.lanes()).add();
      code.storeTo(out, at, stride, i);
    }
    code.end();
  }

  /** The body of {@link Rounds#join}: all words move up by a byte, behind the prefix. */
  private void join(VectorCode code) {
    int hashes = 1;
    int stride = 2;
    int words = 5;
    int tail = 6;
    int first = 7;
    for (int i = 0; i < 16; i++) {
      int side = i < 8 ? 3 : 4;
      code.loadFrom(hashes, side, stride, i % 8).set(first + i);
    }
    for (int i = 0; i < 16; i++) {
      if (i == 0) {
        code.broadcast(DigestHasher.NODE << 24);
      } else {
        code.get(first + i - 1).shiftLeft(24);
      }
      code.get(first + i).shiftRight(8).or().store(words, i * width.lanes());
    }
    code.get(first + 15).shiftLeft(24).broadcast(0x80 << 16).or().store(tail, 0);
    code.end();
  }
}
