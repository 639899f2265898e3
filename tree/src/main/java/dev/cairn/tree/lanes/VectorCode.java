package dev.cairn.tree.lanes;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Bytecode that calls {@code jdk.incubator.vector.IntVector}. Slots are local variables. */
final class VectorCode {
  private static final String API = "jdk.incubator.vector.";
  private static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
  private static final ClassDesc INT_VECTOR = ClassDesc.of(API + "IntVector");
  private static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
  private static final ClassDesc BYTE_VECTOR = ClassDesc.of(API + "ByteVector");
  private static final ClassDesc WORDS = CD_int.arrayType();

  private static final MethodTypeDesc WITH_VECTOR = MethodTypeDesc.of(INT_VECTOR, VECTOR);
  private static final MethodTypeDesc LANEWISE = MethodTypeDesc.of(INT_VECTOR, BINARY, VECTOR);
  private static final MethodTypeDesc SHIFT = MethodTypeDesc.of(INT_VECTOR, BINARY, CD_int);
  private static final MethodTypeDesc FROM = MethodTypeDesc.of(INT_VECTOR, SPECIES, WORDS, CD_int);
  private static final MethodTypeDesc INTO = MethodTypeDesc.of(CD_void, WORDS, CD_int);
  private static final MethodTypeDesc FROM_BYTES =
      MethodTypeDesc.of(BYTE_VECTOR, SPECIES, CD_byte.arrayType(), CD_int);
  private static final MethodTypeDesc SELECT = MethodTypeDesc.of(INT_VECTOR, VECTOR, VECTOR);
  private static final MethodTypeDesc UNARY =
      MethodTypeDesc.of(INT_VECTOR, OPERATORS.nested("Unary"));
  private static final MethodTypeDesc SPREAD = MethodTypeDesc.of(INT_VECTOR, SPECIES, CD_int);

  private final CodeBuilder code;
  private final String species;

  VectorCode(CodeBuilder code, LaneWidth width) {
    this.code = code;
    this.species = "SPECIES_" + width.bits();
  }

  /** Pushes the vector in a slot. */
  VectorCode get(int slot) {
    code.aload(slot);
    return this;
  }

  /** Pops a vector into a slot. */
  VectorCode set(int slot) {
    code.astore(slot);
    return this;
  }

  /** Pushes a vector of an array, from an index on. */
  VectorCode load(int array, int index) {
    species().aload(array).loadConstant(index);
    return from();
  }

  /** Pushes a vector of an array, from {@code index} beyond the one in a slot. */
  VectorCode load(int array, int base, int index) {
    species().aload(array).iload(base).loadConstant(index).iadd();
    return from();
  }

  /** Pushes a vector of an array, from {@code base + i * stride} on, both in slots. */
  VectorCode loadFrom(int array, int base, int stride, int i) {
    species().aload(array).iload(base).iload(stride).loadConstant(i).imul().iadd();
    return from();
  }

  /**
   * Pushes big-endian words of the {@code i}-th of several byte arrays, from {@code index} beyond
   * the {@code i}-th of several starts on.
   */
  VectorCode loadBytes(int arrays, int starts, int i, int index) {
    code.getstatic(BYTE_VECTOR, species, SPECIES).aload(arrays).loadConstant(i).aaload();
    code.aload(starts).loadConstant(i).iaload().loadConstant(index).iadd();
    code.invokestatic(BYTE_VECTOR, "fromArray", FROM_BYTES)
        .invokevirtual(BYTE_VECTOR, "reinterpretAsInts", MethodTypeDesc.of(INT_VECTOR));
    return operator("REVERSE_BYTES", OPERATORS.nested("Unary")).call("lanewise", UNARY);
  }

  /** Pops a vector into an array, from an index on. */
  VectorCode store(int array, int index) {
    code.aload(array).loadConstant(index);
    return into();
  }

  /** Pops a vector into an array, from {@code index} beyond the one in a slot. */
  VectorCode store(int array, int base, int index) {
    code.aload(array).iload(base).loadConstant(index).iadd();
    return into();
  }

  /** Pops a vector into an array, from {@code base + i * stride} on, both in slots. */
  VectorCode storeTo(int array, int base, int stride, int i) {
    code.aload(array).iload(base).iload(stride).loadConstant(i).imul().iadd();
    return into();
  }

  /** Pushes a vector that has, in all lanes, the element {@code i} beyond an index in a slot. */
  VectorCode broadcast(int array, int base, int i) {
    species().aload(array).iload(base).loadConstant(i).iadd().iaload();
    return spread();
  }

  /** Pushes a vector that has one value in all lanes. */
  VectorCode broadcast(int value) {
    species().loadConstant(value);
    return spread();
  }

  /** Pops lane numbers and two vectors, pushes these lanes of the two. */
  VectorCode select() {
    return call("selectFrom", SELECT);
  }

  VectorCode add() {
    return call("add", WITH_VECTOR);
  }

  VectorCode and() {
    return call("and", WITH_VECTOR);
  }

  VectorCode or() {
    return call("or", WITH_VECTOR);
  }

  VectorCode xor() {
    operator("XOR", ASSOCIATIVE).code.swap();
    return call("lanewise", LANEWISE);
  }

  VectorCode rotateRight(int bits) {
    return shift("ROR", bits);
  }

  VectorCode shiftRight(int bits) {
    return shift("LSHR", bits);
  }

  VectorCode shiftLeft(int bits) {
    return shift("LSHL", bits);
  }

  /** Returns the bits of the widest vectors. */
  void widest() {
    code.getstatic(INT_VECTOR, "SPECIES_PREFERRED", SPECIES)
        .invokeinterface(SPECIES, "vectorBitSize", MethodTypeDesc.of(CD_int))
        .ireturn();
  }

  /** Copies the index in one slot, moved by exclusive or, to another. */
  VectorCode otherHalf(int index, int half, int slot) {
    code.iload(index).loadConstant(half).ixor().istore(slot);
    return this;
  }

  /** Returns. */
  void end() {
    code.return_();
  }

  private VectorCode shift(String operator, int bits) {
    operator(operator, BINARY).code.loadConstant(bits);
    return call("lanewise", SHIFT);
  }

  private VectorCode operator(String name, ClassDesc kind) {
    code.getstatic(OPERATORS, name, kind);
    return this;
  }

  private CodeBuilder species() {
    return code.getstatic(INT_VECTOR, species, SPECIES);
  }

  private VectorCode from() {
    code.invokestatic(INT_VECTOR, "fromArray", FROM);
    return this;
  }

  private VectorCode spread() {
    code.invokestatic(INT_VECTOR, "broadcast", SPREAD);
    return this;
  }

  private VectorCode into() {
    return call("intoArray", INTO);
  }

  private VectorCode call(String method, MethodTypeDesc signature) {
    code.invokevirtual(INT_VECTOR, method, signature);
    return this;
  }
}
