/** Text as its bytes in UTF-8, one unit each. A lone surrogate becomes the mark of what is no text, as in a pipe. */
export function toBytes(text: string): string {
  if (isAscii(text)) return text;
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /%([0-9A-F]{2})/g,
    (_part, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Bytes, one unit each, as text; undefined for bytes that are no UTF-8. */
export function byteText(bytes: string): string | undefined {
  if (isAscii(bytes)) return bytes;
  try {
    return decodeURIComponent(
      bytes.replace(
        /[%\u0080-\u00ff]/g,
        (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
      ),
    );
  } catch {
    return undefined;
  }
}

/** Reads a text of bytes as UTF-8; text that is no UTF-8 stays as it is. */
export function fromBytes(bytes: string): string {
  return byteText(bytes) ?? bytes;
}

export function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}
