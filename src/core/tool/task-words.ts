import type { Verb } from './effect.js';

/** A word that ends something, as a command of its own or as the beginning of one: `delete`, `delete-view`, `kv:delete`. */
const ending =
  /^(?:delete|destroy|purge|terminate|drop|wipe|nuke|remove|erase|truncate|teardown|unregister|revoke|decommission|undeploy|unpublish|uninstall-all|obliterate)$/;

/** Ends something only where the rest says what: `db:reset`, `reset-database`. */
const resetting = /^(?:reset|recreate|rebuild|restore|rollback|flush|clear|clean|seed|load|fresh|refresh)$/;
const stores =
  /^(?:db|database|databases|migrate|migration|migrations|data|schema|prod|production|cluster|env|environment|all|state|tables|index|cache|queue)$/;

const outward =
  /^(?:deploy|deployment|release|publish|promote|migrate|migration|migrations|ship|rollout|apply|provision|sync)$/;

/** Words that make a deploy a rehearsal, or a file about one. */
const rehearsal =
  /^(?:preview|local|dry|check|notes|note|test|tests|dev|status|plan|diff|validate|verify|docs|changelog|generate)$/;

/** Beside `release` they say that a release is made, not that it goes out: `release-snapshot`, `build:release`. */
const kept = /^(?:snapshot|build|draft|debug|binary|binaries|bundle|compile)$/;

/** What the name of a task, a target or a script promises. Undefined when it promises nothing. */
export function verbOfTask(name: string): { readonly verb: Verb; readonly word: string } | undefined {
  const words = name
    .replace(/\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|rb|pl|php|ps1|cmd|bat)$/i, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  // `test:delete`, `test_delete`: a test of deleting deletes nothing.
  if (/^(?:tests?|spec|lint|check|typecheck|bench|e2e|unit)$/.test(words[0] ?? '')) return undefined;
  const ends = words.find((word) => ending.test(word));
  if (ends !== undefined && !words.includes('dry')) return { verb: 'delete', word: ends };
  const resets = words.find((word) => resetting.test(word));
  if (
    resets !== undefined &&
    words.some((word) => stores.test(word)) &&
    !/^(?:clean|clear|seed|load)$/.test(resets)
  )
    return { verb: 'replace', word: resets };
  const goesOut = words.some((word) => rehearsal.test(word))
    ? undefined
    : words.find(
        (word) => outward.test(word) && !(word === 'release' && words.some((one) => kept.test(one))),
      );
  return goesOut === undefined ? undefined : { verb: 'modify', word: goesOut };
}

/** Only what ends something, from the command words of a program in no table: `pd team delete P1`. */
export function endingWord(word: string): boolean {
  const parts = word.toLowerCase().split(/[:.]/);
  const last = parts.at(-1) ?? '';
  return (
    ending.test(last) ||
    ending.test(last.split('-', 1)[0] ?? '') ||
    ending.test(last.slice(last.lastIndexOf('-') + 1))
  );
}
