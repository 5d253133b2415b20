/** A field of a message: a number, or bytes, which may be a text or a message of its own. */
export interface WireField {
  readonly field: number;
  readonly number: number;
  readonly bytes: Uint8Array;
}

const none = new Uint8Array();

/** The fields of a protobuf message in their order; undefined for what is none. Unknown fields stay in the list. */
export function wireFields(bytes: Uint8Array): readonly WireField[] | undefined {
  const fields: WireField[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [key, afterKey] = varintAt(bytes, at);
    const [field, wire] = [Math.floor(key / 8), key % 8];
    const [value, afterValue] = wire === 0 || wire === 2 ? varintAt(bytes, afterKey) : [0, afterKey];
    const length = wire === 2 ? value : wire === 1 ? 8 : wire === 5 ? 4 : 0;
    const end = afterValue + length;
    if (
      field === 0 ||
      wire === 3 ||
      wire === 4 ||
      wire > 5 ||
      end > bytes.length ||
      afterValue > bytes.length
    )
      return undefined;
    fields.push({
      field,
      number: wire === 0 ? value : 0,
      bytes: wire === 0 ? none : bytes.subarray(afterValue, end),
    });
    at = end;
  }
  return fields;
}

export function wireText(fields: readonly WireField[], field: number): string {
  const found = fields.findLast((one) => one.field === field);
  return found === undefined ? '' : new TextDecoder().decode(found.bytes);
}

export function wireNumber(fields: readonly WireField[], field: number): number {
  return fields.findLast((one) => one.field === field)?.number ?? 0;
}

function varintAt(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  let value = 0;
  for (let at = from, shift = 0; at < bytes.length && shift < 70; at += 1, shift += 7) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if ((byte & 0x80) === 0) return [value, at + 1];
  }
  return [0, bytes.length + 1];
}
