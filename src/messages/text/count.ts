/** "1 file", "3 files": both forms are given whole, so that each language can have its own. */
export function countText(number: number, one: string, many: string): string {
  return number === 1 ? `1 ${one}` : `${number} ${many}`;
}
