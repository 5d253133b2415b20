/** What a thrown value says of itself; what it is, where it says nothing. */
export function thrownText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : typeof thrown;
}
