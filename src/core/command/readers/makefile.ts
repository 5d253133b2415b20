import { type BudgetName, budgets } from '../../shared/budgets.js';
import { OPAQUE_MARK } from '../invocation.js';

export interface Rule {
  readonly needs: readonly string[];
  readonly recipe: readonly string[];
}

/** A Makefile as text: conditionals are not decided (both sides count), includes are not followed. */
export interface Makefile {
  readonly rules: ReadonlyMap<string, Rule>;
  /** The target that runs when none is named. */
  readonly first: string | undefined;
  /** What `$(shell …)` runs while the file is read. */
  readonly shells: readonly string[];
  /** A recipe line with its variables put in, and without `@`, `-` and `+`. */
  expand(line: string, target: string, needs: readonly string[]): string;
}

/** `overrun` is told of what was not read to its end. */
export function parseMakefile(
  text: string,
  given: ReadonlyMap<string, string>,
  overrun: (name: BudgetName) => void,
): Makefile {
  const expand = (part: string, values: ReadonlyMap<string, string>): string =>
    expanded(part, values, 0, overrun);
  const lines = text.replace(/\\\n/g, ' ').split('\n');
  if (lines.length > budgets.makefile.most) overrun('makefile');
  const variables = new Map<string, string>();
  const rules = new Map<string, { needs: string[]; recipe: string[] }>();
  const shells: string[] = [];
  let first: string | undefined;
  let current: readonly string[] = [];
  for (const line of lines.slice(0, budgets.makefile.most)) {
    if (line.startsWith('\t')) {
      for (const target of current) rules.get(target)?.recipe.push(line.slice(1));
      continue;
    }
    const plain = line.replace(/(?:^|\s)#.*/s, '');
    const assigned = /^\s*(?:export\s+|override\s+)?([\w.-]+)\s*(?::{1,3}=|\?=|\+=|!=|=)\s*(.*)$/s.exec(
      plain,
    );
    if (assigned !== null) {
      const [, name = '', value = ''] = assigned;
      for (const shell of shellsIn(value)) shells.push(expand(shell, variables));
      if (/!=/.test(plain.slice(0, plain.length - value.length))) shells.push(expand(value, variables));
      if (!given.has(name))
        variables.set(
          name,
          /\+=/.test(plain.slice(0, plain.length - value.length))
            ? `${variables.get(name) ?? ''} ${value}`
            : value,
        );
      continue;
    }
    const head = /^([^\s:#=][^:#=]*)::?(?!=)([^;]*)(?:;(.*))?$/s.exec(plain);
    if (head === null) continue;
    current = expand(head[1] ?? '', variables)
      .trim()
      .split(/\s+/);
    for (const target of current) {
      const rule = rules.get(target) ?? { needs: [], recipe: [] };
      rule.needs.push(
        ...expand(head[2] ?? '', variables)
          .split(/\s+/)
          .filter((need) => need !== '' && need !== '|'),
      );
      if (head[3] !== undefined) rule.recipe.push(head[3]);
      rules.set(target, rule);
      if (!target.startsWith('.') && !target.includes('%')) first ??= target;
    }
  }
  for (const [name, value] of given) variables.set(name, value);
  return {
    rules,
    first,
    shells,
    expand: (line, target, needs) => {
      const automatic = new Map([
        ...variables,
        ['@', target],
        ['<', needs[0] ?? ''],
        ['^', needs.join(' ')],
        ['MAKE', 'make'],
      ]);
      return expand(line.replace(/^\s*[@+-]*\s*/, ''), automatic);
    },
  };
}

function shellsIn(text: string): readonly string[] {
  const found: string[] = [];
  const start = /\$([({])shell\s+/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const from = start.lastIndex;
    const end = endOfCall(text, from, match[1] === '(' ? '()' : '{}');
    found.push(text.slice(from, end));
    start.lastIndex = end;
  }
  return found;
}

/** Where the bracket is closed that was opened before `from`, or where the text ends. */
function endOfCall(text: string, from: number, brackets: string): number {
  let open = 1;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === brackets.charAt(0)) open += 1;
    else if (character === brackets.charAt(1)) open -= 1;
    if (open === 0) return at;
  }
  return text.length;
}

function expanded(
  text: string,
  variables: ReadonlyMap<string, string>,
  depth: number,
  overrun: (name: BudgetName) => void,
): string {
  if (!text.includes('$')) return text;
  if (depth > budgets.expansionDepth.most || text.length > budgets.expansion.most) {
    overrun(depth > budgets.expansionDepth.most ? 'expansionDepth' : 'expansion');
    return OPAQUE_MARK;
  }
  return text.replace(
    /\$\$|\$[({](?:shell\s((?:[^(){}]|\([^()]*\))*)|([^(){}]*))[)}]|\$([@<^*?+%])/g,
    (part, shell: string | undefined, name: string | undefined, automatic: string | undefined) => {
      if (part === '$$') return '$';
      // A recipe's `$(shell …)` runs as a substitution does.
      if (shell !== undefined) return `$(${expanded(shell.trimStart(), variables, depth + 1, overrun)})`;
      const key = (name ?? automatic ?? '').split(':')[0] ?? '';
      const value = variables.get(key);
      if (value === undefined) return /^[A-Z_]+$/i.test(key) ? `\${${key}}` : OPAQUE_MARK;
      return expanded(value, variables, depth + 1, overrun);
    },
  );
}
