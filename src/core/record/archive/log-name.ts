/** The name of a record's folder in an archive, and in its subject: what its key's name has behind the product's. Undefined for no such name. */
export function logNameOf(origin: string): string | undefined {
  return /^countersign\/([0-9a-f]{32})$/.exec(origin)?.[1];
}
