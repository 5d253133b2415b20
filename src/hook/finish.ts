import { writeSync } from 'node:fs';
import { refusal } from '../messages/answers/refusal.js';
import type { Answer } from '../protocol/answer.js';
import type { Cause } from '../protocol/cause.js';
import { hasRun } from '../protocol/payload.js';

let isOver = false;

/** Tells what was read, so that a failure after the call has run is not reported as a block. */
export function remember(payload: Uint8Array, event: string | undefined): void {
  isOver = hasRun(payload, event);
}

/** Prints the answer, all of it, and ends. An answer that cannot be printed is a no. */
export function finish(answer: Answer): never {
  try {
    writeAll(2, answer.stderr);
    writeAll(1, answer.stdout);
  } catch {
    process.exit(2);
  }
  process.exit(answer.exitCode);
}

/** Ends with a no, in words. A call that has already run cannot be stopped: then there is nothing to say. */
export function refuse(cause: Cause, detail?: string): never {
  if (isOver) finish({ stdout: '{}\n', stderr: '', exitCode: 0 });
  finish(refusal(cause, detail));
}

function writeAll(file: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0, tries = 0; done < bytes.length; ) {
    try {
      done += writeSync(file, bytes, done);
    } catch (error) {
      // A pipe that is full for a moment; a reader that never reads is not waited for.
      const isBusy = String(error).includes('EAGAIN');
      tries += 1;
      if (!isBusy || tries > 1_000) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
