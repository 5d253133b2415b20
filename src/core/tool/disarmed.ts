import type { System } from '../target/target.js';
import type { ToolInvocation } from '../target/whereabouts.js';
import { type GivenSetting, settingsIn } from './setting-words.js';
import type { Draft } from './table.js';

/** What keeps a thing from being lost, or lets it be brought back. */
const guards =
  /(?:^|-)(?:protection|protected|prevent-destroy|backups?|point-in-time-recovery|pitr|versioning|soft-delete|delete-retention|object-lock|mfa-delete|log-file-validation|audit)(?:-|$)|(?:^|-)backup-retention/;

/** The same in words that nothing else has: what a program in no table means by them too. */
const plainGuards = /(?:\w(?:ion|e|op|ge))-protection|prevent-destroy|point-in-time|soft-delete/;

const off = /^(?:false|off|no|none|disabled?|inactive|suspend(?:ed)?|never)$/i;
const unmaking = /^(?:no|disable|skip|without|clear|remove|unset|suspend|stop)-/;

/** What becomes of the data when the thing that holds it is let go of. */
const outliving = /(?:^|-)(?:reclaim|deletion|update-replace|removal|retain)-policy$/;

/** How many of a thing run: none of it is an end, for as long as it lasts. A least of none is how it sleeps. */
const amounts =
  /(?:^|-)(?:desired(?:-(?:count|capacity|size|instances?|replicas?|nodes?))?|replicas?|replica-count|node-count|num-nodes|number-of-(?:workers|nodes|instances|replicas)|new-capacity|worker-count|machine-count|instance-count|target-size|concurrent-executions|max(?:-(?:size|capacity|count|instances|replicas|nodes|scale))?)$/;

/** Names of amounts where the command's own words say that an amount is set. */
const scaledAmounts = /^(?:size|count|nodes|instances|i|n|w|scale|web|worker|total)$/;

/** What lies on this machine is set up and taken away all day. */
const here: ReadonlySet<System> = new Set(
  'filesystem git docker script agent npm pypi crates rubygems maven registry ansible sqlite local-cluster containers'.split(
    ' ',
  ),
);

/** A change whose options switch off what guards a thing, keep its copies for less than days, or leave none of it running. */
export function disarmedBy(
  drafts: readonly Draft[],
  system: System,
  setting: ToolInvocation,
): readonly Draft[] {
  if (here.has(system) || !drafts.some(({ verb }) => verb === 'modify' || verb === 'unknown')) return drafts;
  const words = setting.invocation.argv.slice(1).map(({ text }) => text);
  const operands = setting.args.operands.map(({ text }) => text.toLowerCase());
  const given = settingsIn(words);
  const found = disarmedIn(given, operands);
  const isOff = found === 'off' || endedInWords(operands);
  const isEmpty = found === 'none' || scaledToNone(operands);
  if (!isOff && !isEmpty) return drafts;
  return drafts.map((draft) => {
    if (draft.verb !== 'modify' && draft.verb !== 'unknown') return draft;
    if (isOff) return { ...draft, verb: 'modify', traits: [...(draft.traits ?? []), 'protection-off'] };
    return { ...draft, verb: 'stop', reach: 'uncountable' };
  });
}

/** What such settings do: a guard is off, or none of the thing is left running. `words` say what is done to it. */
export function disarmedIn(
  given: readonly GivenSetting[],
  words: readonly string[],
): 'off' | 'none' | undefined {
  if (given.some((one) => switchesOff(one) || shortens(one, words))) return 'off';
  return given.some((one) => leavesNone(one, words)) ? 'none' : undefined;
}

/** True when the words of a program in no table say that they switch such a guard off. */
export function disarms(words: readonly string[]): boolean {
  return settingsIn(words).some((one) => plainGuards.test(one.name) && switchesOff(one));
}

function switchesOff({ name, value }: GivenSetting): boolean {
  if (outliving.test(name)) return /^(?:delete|destroy|remove)$/i.test(value);
  if (/(?:^|-)retention-(?:in-)?(?:days|hours|period)$/.test(name) && value === '0') return true;
  if (!guards.test(name)) return false;
  const isUnmade = unmaking.test(name);
  if (isUnmade) return !off.test(value);
  return off.test(value) || (/^0[a-z]?$/.test(value) && /retention|period|days|count|copies/.test(name));
}

/** `versioning set off`, `version suspend`, `disable-protection delete`: where the words do without options. */
function endedInWords(operands: readonly string[]): boolean {
  const words = operands.slice(0, 5);
  return words.some((word, index) => {
    if (unmaking.test(word) && guards.test(word)) return true;
    const next = words[index + 1] ?? '';
    const ends = /^(?:off|suspend|disable|clear)$/;
    return (
      (/^(?:version|retention|compliance-?policy|lock)$/.test(word) || guards.test(word)) &&
      (ends.test(next) || (next === 'set' && ends.test(words[index + 2] ?? '')))
    );
  });
}

const unitDays: Readonly<Record<string, number>> = {
  ms: 1 / 86_400_000,
  s: 1 / 86_400,
  m: 1 / 1440,
  h: 1 / 24,
  d: 1,
  w: 7,
};

/** Copies of less than a week, and anything else that is kept for less than two days. */
function shortens({ name, value }: GivenSetting, operands: readonly string[]): boolean {
  if (!/retention|retain/.test(name)) return false;
  if (operands.some((word) => /^(?:decrease|shorten|reduce)-/.test(word))) return true;
  const [, number = '', unit = ''] = /^(\d{1,15})(ms|[smhdw])?$/.exec(value) ?? [];
  if (number === '' || Number(number) === 0) return false;
  const byName = /-ms$/.test(name)
    ? 'ms'
    : /second/.test(name)
      ? 's'
      : /minute/.test(name)
        ? 'm'
        : /hour/.test(name)
          ? 'h'
          : 'd';
  const days = Number(number) * (unitDays[unit === '' ? byName : unit] ?? 1);
  return days < (/backup|snapshot/.test(name) ? 7 : 2);
}

function leavesNone({ name, value }: GivenSetting, operands: readonly string[]): boolean {
  if (name.endsWith('activation-policy')) return off.test(value);
  if (value !== '0' || /(?:^|-)min(?:imum)?(?:-|$)/.test(name)) return false;
  return amounts.test(name) || (scales(operands) && scaledAmounts.test(name));
}

function scales(operands: readonly string[]): boolean {
  return operands
    .slice(0, 5)
    .some((word) => /^(?:scale|resize|node-?pool|nodegroup)$/.test(word) || /:scale$/.test(word));
}

/** `job scale web 0`, `ps:scale web=0`. */
function scaledToNone(operands: readonly string[]): boolean {
  return scales(operands) && operands.some((word, index) => index > 0 && /^(?:[\w-]+=)?0$/.test(word));
}
