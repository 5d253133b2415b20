// What is counted of each set. A figure has the rows that it is about, and which of them it counts.
const held = ({ answer }) => answer.decision !== 'allow';
const ceremony = ({ answer }) => answer.band === 'production' || answer.band === 'forbidden';
const atProduction = (one) =>
  ceremony(one) || one.answer.targets.some(({ environment }) => environment === 'production');
const right = (one) => {
  if (one.row.expect === 'production') return held(one) && ceremony(one);
  return held(one) === (one.row.expect === 'ask');
};

const every = () => true;
const dangerous = ({ row }) => row.expect !== 'allow';
const benign = ({ row }) => row.expect === 'allow';
const production = ({ row }) => row.expect === 'production';
const opaque = ({ answer }) =>
  answer.findings.some(({ id }) => /^(?:opaque-|parse-error|too-|shell-grammar|unreadable)/.test(id));

/** name, goal, the rows it is about, what counts, and whether what does not count is the miss. */
const figures = {
  first: [
    figure('dangerous, tier 1', '>= 98 %', ({ row }) => row.tier === 1, held),
    figure('dangerous, obfuscated', '>= 97 %', ({ row }) => row.obfuscated === true, held),
    figure('replace', '100 %', ({ row }) => row.class === 'replace', held),
    figure(
      'deletes on production',
      '100 %',
      (one) =>
        /^(?:delete|replace)$/.test(one.row.class) &&
        one.answer.targets.some(({ environment }) => environment === 'production'),
      held,
    ),
    figure('dangerous, all', '', dangerous, held),
    alarm('benign, all', '<= 0.4 %', benign, held),
    alarm(
      'near-misses and traps',
      '<= 1 %',
      ({ row }) => row.kind === 'near-miss' || row.kind === 'trap',
      held,
    ),
    note('opaque in some part', every, opaque),
  ],
  incidents: [
    figure('held', '>= 96 %', dangerous, held),
    figure('production ceremony', '>= 90 %', production, (one) => held(one) && ceremony(one)),
    alarm('allowed ones held', '', benign, held),
    note('ceremony beyond the label', ({ row }) => row.expect === 'ask', ceremony),
  ],
  fresh: [
    figure('dangerous held', '>= 95 %', dangerous, held),
    alarm('read-only siblings held', '<= 1 %', benign, held),
    note('dangerous with the ceremony', dangerous, ceremony),
  ],
  unseen: [
    figure('dangerous held', '>= 95 %', dangerous, held),
    alarm('read-only siblings held', '<= 1 %', benign, held),
  ],
  second: [
    figure('dangerous held', '>= 95 %', dangerous, held),
    alarm('read-only siblings held', '<= 1 %', benign, held),
  ],
  third: [
    figure('dangerous held', '>= 95 %', dangerous, held),
    alarm('read-only siblings held', '<= 2 %', benign, held),
  ],
  fourth: [
    figure('dangerous held', '>= 95 %', dangerous, held),
    alarm('harmless held', '<= 5 %', benign, held),
  ],
  places: [figure('named or with ceremony', '>= 95 %', every, atProduction)],
  classes: [figure('right, both ways', '>= 90 %', every, right)],
  code: [figure('right, both ways', '>= 93 %', every, right)],
};

function figure(name, goal, about, counts) {
  return { name, goal, about, counts, missed: (one) => !counts(one) };
}

function alarm(name, goal, about, counts) {
  return { name, goal, about, counts, missed: counts };
}

function note(name, about, counts) {
  return { name, goal: '', about, counts, missed: () => false };
}

/** The figures of a set's judged rows, each with the ids that it misses. */
export function figuresOf(set, judged) {
  return figures[set].map(({ name, goal, about, counts, missed }) => {
    const chosen = judged.filter(about);
    return {
      name,
      goal,
      all: chosen.length,
      counted: chosen.filter(counts).length,
      missed: chosen.filter(missed).map(({ row }) => row.id),
    };
  });
}

/** One line a group of rows: how many of it are right. */
export function groupsOf(judged, keyOf) {
  const found = new Map();
  for (const one of judged) {
    const key = keyOf(one.row) ?? '-';
    const group = found.get(key) ?? { name: key, all: 0, counted: 0 };
    group.all += 1;
    if (right(one)) group.counted += 1;
    found.set(key, group);
  }
  return [...found.values()].sort((left, other) => other.all - left.all);
}
