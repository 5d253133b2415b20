/** Whatever lies in the home's folder of registrations: an answer comes in time, and never from there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withMac } from '../../src/node/gate/registration-mac.js';
import { registrationLimitBytes, runFilesLimit } from '../../src/protocol/limits.js';
import { decodeRegistration, type Registration } from '../../src/protocol/registration.js';
import { describeFront, fronts } from '../support/fronts.js';
import { onRing, pretendGate } from '../support/hostile-gate.js';

/** In milliseconds; an answer that takes longer is the doorbell's own `deadline`. */
const limitMs = 2_000;

const asked = /the window was asked/;
const crowded = /at most 1000 files, 64 kB in all, in ~\/\.countersign\/run, got more/;

interface Junk {
  readonly name: string;
  readonly words: RegExp;
  /** Puts it into the folder of registrations, where a window has registered. */
  put(run: string, window: Registration): void;
}

const put = (path: string, text: string): void => writeFileSync(path, text, { mode: 0o600 });

const each =
  (count: number, name: (at: number) => string, make: (path: string, at: number) => void) =>
  (run: string) => {
    for (let at = 0; at < count; at += 1) make(join(run, name(at)), at);
  };

const registered = (at: number): string => `junk-${at}.json`;

/** As many copies as there is room for, each under its own name, as a window of the home would have written them. */
const copies = (run: string, window: Registration, change: (copy: Registration) => Registration): void => {
  const room = registrationLimitBytes - JSON.stringify(window).length;
  for (let at = 0, used = 0; ; at += 1) {
    const text = JSON.stringify(
      change({ ...window, id: `junk-${at}`, startedAt: window.startedAt + at + 1 }),
    );
    used += text.length;
    if (used > room) return;
    put(join(run, registered(at)), text);
    utimesSync(join(run, registered(at)), 1, 1);
  }
};

/** JSON that takes long to read, in the room that there is. */
const slowly = (run: string, window: Registration, part: string): void => {
  const room = registrationLimitBytes - JSON.stringify(window).length - 2;
  put(
    join(run, registered(0)),
    `[${Array(Math.floor(room / (part.length + 1)))
      .fill(part)
      .join(',')}]`,
  );
};

const junk: readonly Junk[] = [
  {
    name: 'thousands of copies of a registration',
    words: crowded,
    put: (run, window) => each(5_000, registered, (path) => put(path, JSON.stringify(window)))(run),
  },
  {
    name: 'thousands of files of another form',
    words: crowded,
    put: each(
      5_000,
      (at) => `${at}.txt`,
      (path) => put(path, ''),
    ),
  },
  {
    name: 'more in all than is read',
    words: crowded,
    put: each(3, registered, (path) => put(path, ' '.repeat(registrationLimitBytes / 2))),
  },
  {
    name: 'as many files of another form as are looked through',
    words: asked,
    put: (run) =>
      each(
        runFilesLimit - readdirSync(run).length,
        (at) => `${at}.txt`,
        (path) => put(path, ' '.repeat(1_000)),
      )(run),
  },
  {
    name: 'one file more',
    words: crowded,
    put: (run) =>
      each(
        runFilesLimit + 1 - readdirSync(run).length,
        (at) => `${at}.txt`,
        (path) => put(path, ''),
      )(run),
  },
  {
    name: 'huge files',
    words: asked,
    put: each(300, registered, (path) => {
      put(path, '');
      truncateSync(path, 2 ** 40);
    }),
  },
  {
    name: 'pipes that nobody writes to',
    words: asked,
    put: (run) => {
      const paths = Array.from({ length: 900 }, (_, at) => join(run, registered(at)));
      assert.equal(spawnSync('mkfifo', paths).status, 0);
    },
  },
  {
    name: 'links to themselves, to nothing, to a device and to the folder',
    words: asked,
    put: each(900, registered, (path, at) =>
      symlinkSync([path, '/nowhere', '/dev/zero', '.'][at % 4] ?? '.', path),
    ),
  },
  { name: 'folders', words: asked, put: each(900, registered, (path) => mkdirSync(path)) },
  {
    name: 'a registration under another name',
    words: asked,
    put: (run, window) => {
      const socket = join(run, 'elsewhere.sock');
      const nearer = { ...window, id: 'other', socket, startedAt: window.startedAt + 1 };
      put(join(run, 'copy.json'), JSON.stringify(withMac(join(run, '..'), nearer)));
    },
  },
  ...['1', '""', '[]', '-1e1', '"\\u0041"', '{"a":1}', `"${'x'.repeat(50)}"`].map(
    (part): Junk => ({
      name: `as much as is read of ${part}`,
      words: asked,
      put: (run, window) => slowly(run, window, part),
    }),
  ),
  {
    name: 'copies without the MAC of the home',
    words: asked,
    put: (run, window) => copies(run, window, (copy) => ({ ...copy, folders: [...copy.folders, 'x'] })),
  },
  {
    name: 'copies by one who has read its secret, of windows that crashed',
    words: asked,
    put: (run, window) =>
      copies(run, window, (copy) =>
        withMac(join(run, '..'), { ...copy, socket: join(run, `${copy.id}.sock`) }),
      ),
  },
];

for (const front of fronts.slice(0, 3)) {
  describeFront(`a home that is full of junk, by ${front.name}`, front, (staged) => {
    for (const { name, words, put: arrange } of junk) {
      it(`has its answer in time: ${name}`, async () => {
        const answer = { stdout: '', stderr: 'the window was asked', exitCode: 2 };
        const stage = staged();
        const { run } = stage.home;
        const gate = await pretendGate(
          stage.folder,
          stage.work,
          (socket) =>
            onRing(socket, (nonce) =>
              socket.end(`${JSON.stringify({ v: 1, nonce, seal: 'seal', kind: 'answer', answer })}\n`),
            ),
          run,
        );
        try {
          const window = decodeRegistration(readFileSync(join(run, 'pretender.json'), 'utf8'));
          assert.ok(window);
          arrange(run, window);
          const told = await front.ask(stage, limitMs);
          assert.equal(told.isStopped, true, told.words);
          assert.match(told.words, words);
        } finally {
          await gate.close();
          rmSync(run, { recursive: true, force: true });
        }
      });
    }
  });
}
