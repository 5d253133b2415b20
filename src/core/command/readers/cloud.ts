import { runCode, withLabel } from '../code.js';
import type { Elsewhere, Value } from '../invocation.js';
import type { Call, ExecutionContext, Reader, ReaderOutcome } from '../machine.js';
import { known, opaque } from '../value.js';
import { foreignScope } from './unwrap.js';

/** The place of a command that a cloud runs on one of its machines. */
export function remote(call: Call, kind: Elsewhere['kind'], name: Value, label: string): ExecutionContext {
  const labelled = withLabel(call.place, label);
  const elsewhere: Elsewhere = { kind, name, argv: call.argv };
  return {
    ...labelled,
    scope: foreignScope(labelled),
    frame: { ...labelled.frame, elsewhere },
    input: undefined,
  };
}

export function valueOfOption(argv: readonly Value[], names: readonly string[]): Value | undefined {
  for (const [index, word] of argv.entries()) {
    if (names.includes(word.text)) return argv[index + 1];
    const name = names.find((each) => word.text.startsWith(`${each}=`));
    if (name !== undefined) return { ...word, text: word.text.slice(name.length + 1) };
  }
  return undefined;
}

/** `aws ssm send-command`, `aws ssm start-session`, `aws ecs execute-command`: shell text among the parameters. */
export const readAws: Reader = (call, machine) => {
  const words = call.argv.map((word) => word.text);
  const ssm = words.includes('ssm') && (words.includes('send-command') || words.includes('start-session'));
  const ecs = words.includes('ecs') && words.includes('execute-command');
  if (!ssm && !ecs) return undefined;
  const code = ecs
    ? valueOfOption(call.argv, ['--command'])
    : ssmCommands(valueOfOption(call.argv, ['--parameters']));
  const name = valueOfOption(call.argv, ['--instance-ids', '--target', '--targets', '--task']) ?? known('');
  const place = remote(call, ecs ? 'container' : 'ssh', name, ecs ? 'aws ecs execute-command' : 'aws ssm');
  machine.emit(call);
  if (code !== undefined) runCode(code, '', call, place, machine);
  return { status: 'unknown', output: opaque('command-output') };
};

/** `commands=["a","b"]`, `commands=a`, `{"commands":["a"]}`, `command=["a"]`. */
function ssmCommands(parameters: Value | undefined): Value | undefined {
  if (parameters === undefined) return undefined;
  const body = /["']?commands?["']?\s*[=:]\s*(.*)$/s.exec(parameters.text)?.[1];
  if (body === undefined) return undefined;
  const quoted = [...body.matchAll(/(?<!\\)"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replace(/\\(["\\])/g, '$1'),
  );
  const text = quoted.length > 0 ? quoted.join('\n') : body.replace(/^\[|\]$/g, '');
  return { ...parameters, text };
}

/** `az vm run-command invoke --scripts`, `az container exec --exec-command`. */
export const readAz: Reader = (call, machine) => {
  const words = call.argv.map((word) => word.text);
  const vm = words.includes('run-command');
  const container = words.includes('exec') && (words.includes('container') || words.includes('containerapp'));
  if (!vm && !container) return undefined;
  const code = valueOfOption(call.argv, vm ? ['--scripts', '--script'] : ['--exec-command', '--command']);
  const name = valueOfOption(call.argv, ['--name', '-n', '--vmss-name']) ?? known('');
  machine.emit(call);
  if (code !== undefined)
    runCode(
      code,
      '',
      call,
      remote(call, vm ? 'ssh' : 'container', name, vm ? 'az vm run-command' : 'az container exec'),
      machine,
    );
  return { status: 'unknown', output: opaque('command-output') };
};

/** `ansible PATTERN -m shell -a 'cmd'`: its modules `shell`, `command`, `raw` run text on every host. */
export const readAnsible: Reader = (call, machine) => {
  const module = valueOfOption(call.argv, ['-m', '--module-name'])?.text ?? 'command';
  const code = valueOfOption(call.argv, ['-a', '--args']);
  machine.emit(call);
  if (code !== undefined && /^(?:ansible\.builtin\.)?(?:shell|command|raw|script)$/.test(module)) {
    const hosts = call.argv.slice(1).find((word) => !word.text.startsWith('-')) ?? known('');
    runCode(code, '', call, remote(call, 'ssh', hosts, `ansible -m ${module}`), machine);
  }
  return { status: 'unknown', output: opaque('command-output') };
};

/** `salt TARGET cmd.run CMD`, `knife ssh QUERY CMD`. */
export const readSalt: Reader = (call, machine): ReaderOutcome | undefined => {
  const at = call.argv.findIndex(
    (word) => /^cmd\.(?:run|shell|run_all|exec_code)$/.test(word.text) || word.text === 'ssh',
  );
  const code = call.program === 'knife' ? call.argv[at + 2] : call.argv[at + 1];
  if (at < 0 || code === undefined) return undefined;
  machine.emit(call);
  const name = call.argv[at + (call.program === 'knife' ? 1 : -1)] ?? known('');
  return runCode(code, '', call, remote(call, 'ssh', name, call.program), machine);
};
