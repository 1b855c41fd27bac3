/** MD5 of a text in hexadecimal: SQLAlchemy ends names that it cuts with four digits of it. The core has no Node to ask. */

export function md5(text: string): string {
  const words = padded(utf8(text));
  let state: Digest = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < words.length; block += 16) state = digest(state, words.subarray(block, block + 16));
  return state.map(hexadecimal).join('');
}

type Digest = readonly [number, number, number, number];

const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

const sines = Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32));

/** Which word of the block each step of a round takes: start and stride. */
const strides = [
  [0, 1],
  [1, 5],
  [5, 3],
  [0, 7],
] as const;

function digest(before: Digest, block: Uint32Array): Digest {
  let [a, b, c, d] = before;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const [start, stride] = strides[round] ?? strides[0];
    const word = block[(start + stride * step) % 16] ?? 0;
    const mixed = (a + mix(round, b, c, d) + (sines[step] ?? 0) + word) | 0;
    const shift = shifts[round]?.[step % 4] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((mixed << shift) | (mixed >>> (32 - shift)))) | 0];
  }
  return [(before[0] + a) | 0, (before[1] + b) | 0, (before[2] + c) | 0, (before[3] + d) | 0];
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

/** The message with a one bit, zeros and its length in bits, as little-endian words. */
function padded(bytes: readonly number[]): Uint32Array {
  const length = (((bytes.length + 8) >> 6) + 1) * 64;
  const view = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, index) => {
    view.setUint8(index, byte);
  });
  view.setUint8(bytes.length, 0x80);
  view.setUint32(length - 8, bytes.length * 8, true);
  return Uint32Array.from({ length: length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

function hexadecimal(word: number): string {
  return [0, 8, 16, 24].map((shift) => ((word >>> shift) & 0xff).toString(16).padStart(2, '0')).join('');
}

function utf8(text: string): readonly number[] {
  return Array.from(text).flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
    if (code < 0x80) return [code];
    if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
    if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
    return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
  });
}
