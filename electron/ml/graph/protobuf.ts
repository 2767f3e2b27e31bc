const utf8 = new TextEncoder();

/**
 * Writes messages in Protocol Buffers' wire format, as much of it as ONNX needs: varints, 32-bit floats, and
 * length-delimited bytes, text and messages.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufWriter {
  #pieces: Uint8Array[] = [];
  #small: number[] = [];

  integer(field: number, value: number | bigint): this {
    this.#key(field, 0);
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  float(field: number, value: number): this {
    this.#key(field, 5);
    this.#small.push(...new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, 2);
    this.#varint(BigInt(value.length));
    this.#flush();
    this.#pieces.push(value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  /** The message's bytes. */
  finish(): Uint8Array {
    this.#flush();
    const out = new Uint8Array(this.#pieces.reduce((sum, piece) => sum + piece.length, 0));
    let position = 0;
    for (const piece of this.#pieces) {
      out.set(piece, position);
      position += piece.length;
    }
    return out;
  }

  #key(field: number, wireType: number): void {
    this.#varint(BigInt((field << 3) | wireType));
  }

  #varint(value: bigint): void {
    while (value > 127n) {
      this.#small.push(Number(value & 127n) | 128);
      value >>= 7n;
    }
    this.#small.push(Number(value));
  }

  #flush(): void {
    if (this.#small.length === 0) return;
    this.#pieces.push(Uint8Array.from(this.#small));
    this.#small = [];
  }
}
