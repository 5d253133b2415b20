/** Closes an exhaustive switch: reaching it is a broken invariant, so it throws. */
export function assertNever(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}
