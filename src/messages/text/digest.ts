/** A digest as two people read it to each other: four groups of four hex digits. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 16).replace(/(.{4})(?!$)/g, '$1 ');
}
