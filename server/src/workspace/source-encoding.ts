/** Decodes a Python source file as Python does: UTF-8, or what its first two lines declare. */

import { TextDecoder } from 'node:util';

export interface Decoded {
  readonly text: string;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
}

const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/** The text without a byte order mark. What Python would refuse is read as Latin-1 all the same. */
export function decodePython(bytes: Uint8Array, name: string): Decoded {
  const declared = declaredEncoding(bytes);
  if (declared === undefined || /^(utf[-_]?8([-_]sig)?|u8)$/i.test(declared)) return decodeUtf8(bytes, name);
  if (/^(iso[-_]?8859[-_]1|latin[-_]?1|l1|ascii|us[-_]ascii)$/i.test(declared))
    return { text: latin1(bytes), problem: undefined };
  const decoder = decoderFor(declared);
  if (decoder) return { text: decoder.decode(bytes), problem: undefined };
  const message = `${name} declares the encoding ${declared}, which is unknown. Save it as UTF-8 and remove the declaration.`;
  return { text: latin1(bytes), problem: { code: 'unknown-encoding', message } };
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  if (!bufferOf(bytes.subarray(0, 1000)).includes('coding')) return undefined;
  const lines = latin1(bytes.subarray(0, 1000))
    .replace(/^\xEF\xBB\xBF/, '')
    .split(/\r\n|\r|\n/, 2);
  const [first = '', second = ''] = lines;
  // A second line counts only after a blank or a comment.
  const own = declaration.exec(first)?.[1];
  return own ?? (/^[ \t\f]*(#.*)?$/.test(first) ? declaration.exec(second)?.[1] : undefined);
}

function latin1(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('latin1');
}

/** The same bytes, not a copy. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decoderFor(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label.replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}

function decodeUtf8(bytes: Uint8Array, name: string): Decoded {
  // The quick way, which puts the replacement character where bytes are wrong.
  const quick = bufferOf(bytes).toString('utf8');
  if (!quick.includes('\ufffd')) return { text: quick.replace(/^\uFEFF/, ''), problem: undefined };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problem: undefined };
  } catch {
    const message =
      `${name} is not valid UTF-8 and declares no other encoding, and Python refuses it. Save it as UTF-8, or declare ` +
      'its encoding in the first line: # -*- coding: latin-1 -*-';
    return { text: latin1(bytes), problem: { code: 'not-utf8', message } };
  }
}
