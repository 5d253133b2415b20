/** How many lines are worked on at once. */
const mostOpen = 64;

/** Works on lines as they come, several at once, and writes each answer as soon as those before it are written. */
export async function inOrder<T>(
  lines: AsyncIterable<T>,
  answer: (line: T) => Promise<string>,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const open: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();
  for await (const line of lines) {
    const [before, answering] = [last, answer(line)];
    last = before.then(async () => write(await answering));
    open.push(last);
    if (open.length >= mostOpen) await open.shift();
  }
  await last;
}
