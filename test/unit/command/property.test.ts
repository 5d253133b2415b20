import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { read } from './reading.js';

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Ways to write the same command so that it still runs. */
const evasions: readonly (readonly [name: string, wrap: (command: string) => string])[] = [
  ['bash -c', (command) => `bash -c ${quote(command)}`],
  ['sudo sh -c', (command) => `sudo -u root sh -c ${quote(command)}`],
  ['eval', (command) => `eval ${quote(command)}`],
  ['env', (command) => `env A=1 bash -c ${quote(command)}`],
  ['echo pipe', (command) => `echo ${quote(command)} | sh`],
  ['base64', (command) => `echo ${base64(command)} | base64 -d | bash`],
  ['hex', (command) => `echo ${Buffer.from(command).toString('hex')} | xxd -r -p | sh`],
  ['here-doc', (command) => `bash <<'ENDOFTEXT${command.length}'\n${command}\nENDOFTEXT${command.length}\n`],
  ['here-string', (command) => `sh <<< ${quote(command)}`],
  ['process substitution', (command) => `bash <(printf %s ${quote(command)})`],
  ['substitution', (command) => `bash -c "$(echo ${base64(command)} | base64 --decode)"`],
  ['group', (command) => `{ ${command}\n}`],
  ['subshell', (command) => `(${command}\n)`],
  ['chain', (command) => `true && ${command}\n`],
  ['background', (command) => `{ ${command}\n} &`],
  ['function', (command) => `f${command.length}() { ${command}\n}; f${command.length}`],
  ['if', (command) => `if true; then ${command}\nfi`],
  ['for', (command) => `for x in 1; do ${command}\ndone`],
  ['variable', (command) => `C=${quote(command)}; eval "$C"`],
  ['xargs', (command) => `echo ${base64(command)} | base64 -d | xargs -0 -I{} sh -c ${quote('{}')}`],
  ['timeout', (command) => `timeout 5 nohup nice -n 5 sh -c ${quote(command)}`],
  ['ssh', (command) => `ssh host ${quote(command)}`],
  ['docker', (command) => `docker exec -it web sh -c ${quote(command)}`],
  ['kubectl', (command) => `kubectl exec pod -- sh -c ${quote(command)}`],
  ['script file', (command) => `printf '%s' ${quote(command)} > s.sh; sh s.sh`],
  ['trap', (command) => `trap ${quote(command)} EXIT`],
  ['find', (command) => `find . -exec sh -c ${quote(command)} \\;`],
  ['su', (command) => `su - root -c ${quote(command)}`],
  ['env -S', (command) => `env -S ${quote(`sh -c ${quote(command)}`)}`],
  ['awk', (command) => `awk ${quote(`BEGIN{system("echo ${base64(command)} | base64 -d | sh")}`)}`],
  [
    'python',
    (command) =>
      `python3 -c ${quote(`import os,base64; os.system(base64.b64decode("${base64(command)}").decode())`)}`,
  ],
  [
    'node',
    (command) =>
      `node -e ${quote(`require("child_process").execSync(Buffer.from("${base64(command)}","base64").toString())`)}`,
  ],
  ['negated', (command) => `! ${command}`],
  ['flock', (command) => `flock /tmp/l -c ${quote(command)}`],
  ['git alias', (command) => `git -c alias.z=${quote(`!sh -c ${quote(command)}`)} z`],
];

const spellings: readonly string[] = [
  'terraform destroy',
  't\\erraform destroy',
  'terra\'form\' "destroy"',
  "$'\\x74erraform' destroy",
  `terra\${UNDEFINED_NOTHING:-}form destroy`,
  'x=terraform; $x destroy',
  '{terraform,destroy}',
  `terraform\${IFS}destroy`,
  '$(echo terraform) destroy',
  '/usr/local/bin/terraform destroy',
  'command terraform destroy',
];

function destroys(command: string): boolean {
  return read(command).invocations.some(
    (invocation) => invocation.program === 'terraform' && invocation.argv[1]?.text === 'destroy',
  );
}

describe('evasion', () => {
  for (const spelling of spellings) {
    it(`sees through ${spelling}`, () => ok(destroys(spelling)));
  }

  it('sees through every composition of two ways', () => {
    for (const [outer, first] of evasions) {
      for (const [inner, second] of evasions) {
        const command = first(second('terraform destroy -auto-approve'));
        ok(destroys(command), `${outer} around ${inner}: ${command}`);
      }
    }
  });

  it('sees through compositions of three ways and every spelling', () => {
    const way = fc.constantFrom(...evasions.map(([, wrap]) => wrap));
    fc.assert(
      fc.property(way, way, way, fc.constantFrom(...spellings), (first, second, third, spelling) => {
        const command = first(second(third(spelling)));
        ok(destroys(command), command);
      }),
      { numRuns: 400, seed: 142 },
    );
  });
});

describe('any text at all', () => {
  const fragment = fc.constantFrom(
    'rm',
    ' ',
    '"',
    "'",
    '`',
    '$(',
    ')',
    '((',
    '))',
    '{',
    '}',
    '|',
    '&&',
    '||',
    ';',
    '\n',
    '<<EOF',
    'EOF',
    '>',
    '<(',
    '$x',
    `\${x`,
    ':-',
    '}',
    '*',
    '[',
    ']',
    '\\',
    '=',
    'if',
    'then',
    'fi',
    'for',
    'do',
    'done',
    'case',
    'in',
    'esac',
    'f()',
    'eval',
    'bash -c',
    'xargs',
    'sed s/',
    'python -c',
    '\0',
    '\u202e',
    '\ud800',
    '~',
    '!',
    '@P}',
    '#',
    'find -exec',
    'env -S',
    'trap',
    'git -c alias.x=!',
    'awk',
    'make',
    'EOF\n',
  );
  const soup = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''));

  it('never throws and keeps its spans inside the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(soup, fc.string({ maxLength: 200, unit: 'binary' })),
        fc.constantFrom('bash', 'pwsh', 'cmd'),
        (text, shell) => {
          const reading = read(text, undefined, shell);
          for (const { span } of [...reading.invocations, ...reading.anomalies]) {
            ok(span[0] >= 0 && span[0] <= span[1] && span[1] <= text.length, `${span} in ${text.length}`);
          }
        },
      ),
      { numRuns: 500, seed: 142 },
    );
  });

  it('finds the same programs with `&& true` behind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...evasions.map(([, wrap]) => wrap)), (wrap) => {
        const command = wrap('terraform destroy');
        ok(destroys(`${command}\ntrue`));
        ok(command.endsWith('\n') || destroys(`${command} && true`), command);
      }),
      { numRuns: 60, seed: 142 },
    );
  });
});
