import { optionValue } from '../command/arguments.js';
import { textField } from './fields.js';
import { isLoopback } from './loopback.js';
import { jsonAt } from './memo.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** The engine that docker would speak to: `-H`, `--context`, DOCKER_HOST, DOCKER_CONTEXT, then its configuration. */
export function dockerTarget(setting: ToolInvocation): Whereabouts {
  const { args } = setting;
  const host = optionValue(args, '-H', '--host', '--url') ?? undefined;
  const context = optionValue(args, '--context', '-c', '--connection');
  if (host !== undefined) return atHost(host.text, '--host');
  if (context !== undefined) return inContext(context.text, '--context');
  const variableHost = variable(setting, 'DOCKER_HOST');
  if (variableHost !== undefined) return atHost(variableHost.text, 'DOCKER_HOST');
  const variableContext = variable(setting, 'DOCKER_CONTEXT');
  if (variableContext !== undefined) return inContext(variableContext.text, 'DOCKER_CONTEXT');
  const switched = setting.switches.get('docker.context');
  if (switched !== undefined) return inContext(switched, 'earlier command');
  const current = currentContext(setting);
  return current === undefined ? thisEngine : inContext(current, '~/.docker/config.json');
}

const thisEngine: Whereabouts = {
  system: 'docker',
  name: 'docker',
  clues: [],
  local: { source: 'docker', value: 'default context' },
};

function atHost(address: string, source: string): Whereabouts {
  const local = /^(?:unix|npipe|fd):/.test(address) || isLoopback(address);
  return {
    system: 'docker',
    name: address.replace(/^[a-z]+:\/\//, '').replace(/^[^@/]*@/, ''),
    clues: clue('selector', source, address),
    ...(local ? { local: { source, value: address } } : {}),
  };
}

function inContext(name: string, source: string): Whereabouts {
  if (/^(?:default|desktop-linux|rootless|colima|orbstack|rancher-desktop)$/.test(name)) return thisEngine;
  return { system: 'docker', name, clues: clue('selector', source, name) };
}

function currentContext(setting: ToolInvocation): string | undefined {
  const { world } = setting;
  const folder = variable(setting, 'DOCKER_CONFIG')?.text ?? `${world.home}/.docker`;
  return textField(jsonAt(world, `${folder}/config.json`), 'currentContext');
}
