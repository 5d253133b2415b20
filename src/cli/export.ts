import { csvHead, csvLine } from '../core/record/export/csv.js';
import { ocsfEvent } from '../core/record/export/ocsf.js';
import { exportText } from '../messages/cli/export.js';
import { helpText } from '../messages/cli/help.js';
import { recordBreakText } from '../messages/cli/record.js';
import { noWordsExpectedText } from '../messages/cli/usage.js';
import { homeFrom } from '../node/files/home.js';
import { productVersion } from '../node/product-version.js';
import { exportedEntries, exportSource, type Since } from '../node/record/exported.js';
import { otlpBatches } from '../node/record/otlp.js';

import { type Command, exitCodes, fail, misuse } from './command.js';
import { exportInto } from './export-into.js';
import { parseCommandLine } from './parse.js';

export const exportCommand: Command = {
  name: 'export',
  ...helpText.export,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('export', args, {
      format: { type: 'string' },
      since: { type: 'string' },
      otlp: { type: 'string' },
      dir: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return misuse(terminal, noWordsExpectedText(positionals));
    const format = values.format ?? 'ocsf';
    if (format !== 'ocsf' && format !== 'csv') return misuse(terminal, exportText.format(format));
    const since = sinceOf(values.since);
    if (since === undefined) return misuse(terminal, exportText.since(values.since ?? ''));
    if ('ts' in since && since.ts > Date.now())
      return misuse(terminal, exportText.future(values.since ?? ''));
    if (values.otlp !== undefined && !isHttpAddress(values.otlp))
      return misuse(terminal, exportText.otlp(values.otlp));
    if (values.otlp !== undefined && format !== 'ocsf')
      return misuse(terminal, exportText.otlpFormat(format));
    if (values.dir !== undefined && (format !== 'ocsf' || values.otlp !== undefined))
      return misuse(terminal, exportText.dir);
    const folder = homeFrom(terminal.env).record;
    const version = productVersion(__dirname);
    if (values.dir !== undefined) return exportInto(values.dir, { folder, since, version }, terminal);
    const source = exportSource(folder, version);
    const otlp = values.otlp === undefined ? undefined : otlpBatches(values.otlp);
    if (format === 'csv') await terminal.out(csvHead);
    for (const one of exportedEntries(folder, since)) {
      if (!one.ok) return fail(terminal, recordBreakText(one.error));
      const { entry, line } = one.value;
      if (otlp === undefined)
        await terminal.out(
          format === 'csv' ? csvLine(entry, line) : `${JSON.stringify(ocsfEvent(entry, line, source))}\n`,
        );
      else {
        const sent = await otlp.add(entry, ocsfEvent(entry, line, source));
        if (!sent.ok) return fail(terminal, exportText.refused(sent.error));
      }
    }
    const sent = await otlp?.end();
    if (sent && !sent.ok) return fail(terminal, exportText.refused(sent.error));
    if (sent?.ok) await terminal.out(`${exportText.sent(sent.value)}\n`);
    return exitCodes.done;
  },
};

function isHttpAddress(text: string): boolean {
  return /^https?:\/\/[^/]/.test(text) && URL.canParse(text);
}

/** An entry's number, or a time. Undefined for neither. */
function sinceOf(text: string | undefined): Since | undefined {
  if (text === undefined) return { seq: 0 };
  if (/^\d{1,12}$/.test(text)) return { seq: Number(text) };
  const ts = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ts) ? undefined : { ts };
}
