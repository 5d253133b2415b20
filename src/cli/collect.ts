import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultTellAfterHours } from '../core/policy/team-policy.js';
import { noteKeyText } from '../core/record/checkpoint/note.js';
import { hourMs } from '../core/shared/durations.js';
import { batchRefusalText, collectText } from '../messages/cli/archive.js';
import { helpText } from '../messages/cli/help.js';
import { noWordsExpectedText, problemLine } from '../messages/cli/usage.js';
import { ArchiveKeys } from '../node/archive/archive-keys.js';
import { Collector, type CollectorEvent } from '../node/archive/collector.js';
import { carrierOf, openSource } from '../node/archive/routes.js';
import { systemClock } from '../node/clock.js';
import { errorCode, privateFolder } from '../node/files/disk.js';
import { homeFrom } from '../node/files/home.js';
import { withLockSoon } from '../node/record/lock.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { parseCommandLine } from './parse.js';

export const collectCommand: Command = {
  name: 'collect',
  ...helpText.collect,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('collect', args, {
      from: { type: 'string' },
      courier: { type: 'string' },
      into: { type: 'string' },
      'tell-after': { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const { from, courier, into } = values;
    if (positionals.length > 0) return misuse(terminal, noWordsExpectedText(positionals));
    const url = from ?? courier;
    if (url === undefined || (from !== undefined && courier !== undefined))
      return misuse(terminal, collectText.source(url === undefined ? 'neither' : 'both'));
    if (from !== undefined && carrierOf(from) !== 'stream') return misuse(terminal, collectText.from(from));
    if (courier !== undefined && carrierOf(courier) !== 'courier')
      return misuse(terminal, collectText.courier(courier));
    if (into === undefined || into === '') return misuse(terminal, collectText.into);
    const hours = values['tell-after'] ?? String(defaultTellAfterHours);
    if (!/^[1-9]\d{0,3}$/.test(hours)) return misuse(terminal, collectText.tellAfter(hours));
    const folder = resolve(terminal.cwd, into);
    try {
      mkdirSync(folder, { recursive: true });
      const done = await withLockSoon(join(folder, 'lock'), () =>
        collect({ url, folder, tellAfterMs: Number(hours) * hourMs, isJson: values.json === true, terminal }),
      );
      return done ?? fail(terminal, collectText.locked(into));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      return fail(terminal, collectText.unwritable(into, errorCode(error)));
    }
  },
};

async function collect({
  url,
  folder,
  tellAfterMs,
  isJson,
  terminal,
}: {
  readonly url: string;
  readonly folder: string;
  readonly tellAfterMs: number;
  readonly isJson: boolean;
  readonly terminal: Terminal;
}): Promise<number> {
  const home = homeFrom(terminal.env);
  privateFolder(home.root);
  const keys = ArchiveKeys.at(home.root);
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  try {
    const source = await openSource(url, home, keys.log.name);
    if (!source.ok) return await fail(terminal, collectText.unreached(url, source.error));
    try {
      const tell = (event: CollectorEvent): void => void say(event, isJson, terminal);
      const now = (): number => systemClock.now();
      const opened = await Collector.open({ folder, keys, source: source.value, now, tell, tellAfterMs });
      if (!opened.ok) return await fail(terminal, collectText.archive(folder, opened.error));
      const key = noteKeyText(keys.cosigner);
      await terminal.out(
        isJson
          ? `${JSON.stringify({ event: 'ready', archive: keys.log.name, key, logKey: noteKeyText(keys.log) })}\n`
          : `${collectText.ready(keys.log.name, key)}\n`,
      );
      const ran = await opened.value.run(stop.signal);
      if (!ran.ok) return await fail(terminal, collectText.archive(folder, ran.error));
      await terminal.out(isJson ? `${JSON.stringify({ event: 'stopped' })}\n` : `${collectText.stopped}\n`);
      return exitCodes.done;
    } finally {
      await source.value.close();
    }
  } finally {
    process.removeListener('SIGTERM', end);
    process.removeListener('SIGINT', end);
  }
}

async function say(event: CollectorEvent, isJson: boolean, terminal: Terminal): Promise<void> {
  const { kind, ...rest } = event;
  if (isJson) await terminal.out(`${JSON.stringify({ event: kind, ...rest })}\n`);
  switch (event.kind) {
    case 'archived':
      if (!isJson) await terminal.out(`${collectText.archived(event)}\n`);
      return;
    case 'silent':
      if (!isJson) await terminal.out(`${collectText.silent(event)}\n`);
      return;
    case 'refused':
      return terminal.error(problemLine(batchRefusalText(event.refusal)));
    case 'waiting':
      return terminal.error(problemLine(collectText.waiting(event.failure)));
    case 'disk':
      return terminal.error(problemLine(collectText.disk(event.detail)));
  }
}
