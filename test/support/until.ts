/**
 * Looks again and again, every `everyMs`, until there is something, and names what it waited for when it never came. The one place
 * in which tests let time pass.
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  milliseconds = 30_000,
  everyMs = 50,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
