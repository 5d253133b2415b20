import { hasOption, optionGrammar } from '../../command/arguments.js';
import { dockerTarget } from '../../target/docker.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import { draftOfRow, findRow, resourceName } from '../rows.js';
import type { Draft, Row, Tool } from '../table.js';

const gone = { verb: 'delete', resource: 'rest' } as const;

const rows: readonly Row[] = [
  { words: 'system prune', when: ['--volumes'], verb: 'destroy', noun: 'volumes and unused objects', reach: 'uncountable', traits: ['unsaved'] },
  { words: 'system prune', when: ['-a', '--all'], verb: 'delete', noun: 'unused objects', reach: 'uncountable', traits: ['unsaved'] },
  { words: 'system reset', verb: 'destroy', noun: 'everything', reach: 'uncountable', traits: ['unsaved'] },
  { words: 'machine rm|reset', verb: 'destroy', noun: 'machine', resource: 0, traits: ['unsaved'] },
  { words: 'image prune', when: ['-a', '--all'], verb: 'delete', noun: 'unused images', reach: 'uncountable', traits: ['unsaved'] },
  { words: 'volume prune', verb: 'destroy', noun: 'volume', reach: 'uncountable', traits: ['unsaved'] },
  { words: 'system|container|image|network|builder|buildx prune', verb: 'delete', noun: 'unused objects', reach: 'uncountable', traits: ['recoverable'] },
  { words: 'volume rm|remove', ...gone, noun: 'volume', traits: ['unsaved'], safer: '{program} volume inspect {name}' },
  { words: 'volume ls|list|inspect', verb: 'read' },
  { words: 'service|stack|swarm rm|remove|down|leave', verb: 'destroy', noun: 'service', resource: 0, traits: ['unsaved'], safer: 'docker service ps {name}' },
  { words: 'secret|config|node|context|plugin rm|remove|demote', ...gone, noun: 'object' },
  {
    words: 'service|stack|node|swarm update|rollback|scale|deploy|up|demote|promote|join',
    verb: 'modify',
    noun: 'service',
    resource: 0,
    traits: ['published'],
  },
  { words: 'container rm|remove', ...gone, noun: 'container', traits: ['recoverable'] },
  { words: 'rm', ...gone, noun: 'container', traits: ['recoverable'] },
  { words: 'image rm|remove', ...gone, noun: 'image', traits: ['recoverable'] },
  { words: 'rmi', ...gone, noun: 'image', traits: ['recoverable'] },
  { words: 'network rm|remove|disconnect', verb: 'modify', noun: 'network', resource: 0 },
  { words: 'push', verb: 'create', noun: 'image', resource: 0, traits: ['published'] },
  { words: 'image push', verb: 'create', noun: 'image', resource: 0, traits: ['published'] },
  { words: 'manifest|buildx push|bake', verb: 'create', noun: 'image', resource: 0, traits: ['published'] },
  { words: 'build|buildx', when: ['--push'], verb: 'create', noun: 'image', traits: ['published'] },
  { words: 'stop|kill|pause', verb: 'modify', noun: 'container', resource: 'rest' },
  { words: 'container stop|kill|pause', verb: 'modify', noun: 'container', resource: 'rest' },
  { words: 'ps|ls|images|inspect|logs|stats|top|port|diff|events|info|version|history|search|scout|sbom|help|wait', verb: 'read' },
  {
    words: 'container|image|network|service|stack|node|secret|config|system|builder ls|list|ps|inspect|logs|stats|top|port|diff|history|info|df|events',
    verb: 'read',
  },
  {
    words:
      'context|plugin|node|pod|build|buildx|pull|create|start|restart|unpause|exec|cp|tag|commit|save|load|import|export|rename|update|attach|login|logout|swarm|volume|network|container|image|builder|manifest|trust|machine|init|model|mcp|extension|debug|offload|sandbox|checkpoint|farm|generate|play|kube|unshare|artifact|healthcheck|mount|umount|untag|quadlet|compose|secret|config|service|stack|system',
    verb: 'modify',
  },
];

/** docker and what speaks its language. Containers and images come back; volumes and services do not. */
export const docker: Tool = {
  programs: ['docker', 'podman', 'nerdctl', 'finch'],
  system: 'docker',
  grammar: optionGrammar({
    valued:
      '-H --host -c --context --config -l --log-level --tlscacert --tlscert --tlskey --url --connection --filter --format -n --tail --since --until -t --time --signal -s --file --build-arg --tag --target --platform --label --network --output --cache-from --cache-to --secret --ssh -v --volume -e --env -p --publish --name -w --workdir -u --user --entrypoint --mount --cap-add --device --pid --ipc --security-opt --restart -m --memory --cpus --add-host --env-file --hostname -h --ulimit --runtime --gpus --namespace',
    flags: '-a --all -f --force -q --quiet -i -d --detach --rm --privileged -it --volumes',
  }),
  help: ['--help'],
  optionTraits: { '--force': ['force'], '-f': ['force'] },
  target: dockerTarget,
  rows,
  beyond: (setting) => {
    const words = setting.args.operands.map((word) => word.text);
    if (words[0] === 'compose') return composeDrafts(setting, 1);
    if (/^(?:service|stack|swarm|node)$/.test(words[0] ?? '')) return swarmDrafts(setting);
    const pushed = pushedImage(setting);
    if (pushed !== undefined) return [pushed];
    if (words[0] === 'run' || (words[0] === 'container' && words[1] === 'run') || words[0] === 'create') return started(setting);
    if (/^(?:rm|rmi)$/.test(words[0] ?? '') || (/^(?:container|image)$/.test(words[0] ?? '') && /^(?:rm|remove)$/.test(words[1] ?? '')))
      return removed(setting);
    return undefined;
  },
  unlisted: 'unknown',
  switches: (setting) => {
    const [first, second, third] = setting.args.operands;
    return first?.text === 'context' && second?.text === 'use' && third !== undefined ? [['docker.context', third.text]] : [];
  },
};

/** Removing what a computed list names, or the volumes along with it, may lose data that nothing brings back. */
function removed(setting: ToolInvocation): readonly Draft[] | undefined {
  const { operands } = setting.args;
  const taken = /^(?:container|image)$/.test(operands[0]?.text ?? '') ? 2 : 1;
  const named = operands.slice(taken);
  const computed = named.some((word) => word.opaque.length > 0 || word.glob === true);
  if (!computed && !hasOption(setting.args, '-v', '--volumes', '-a', '--all')) return undefined;
  const names = named.map((word) => word.text);
  return [{ verb: 'delete', resource: resourceName('containers', computed ? [] : names), reach: 'uncountable', traits: ['unsaved'], opaque: [] }];
}

/** A service runs on whatever nodes the swarm has, even where the engine that is asked is this machine's own. */
function swarmDrafts(setting: ToolInvocation): readonly Draft[] | undefined {
  const found = findRow(docker, setting);
  if (found === undefined || dockerTarget(setting).local === undefined) return undefined;
  const draft = draftOfRow(found.row, found.taken, setting);
  return [{ ...draft, where: { system: 'docker', name: 'swarm', clues: [] } }];
}

/** An image that leaves for its registry, which its name says. */
function pushedImage(setting: ToolInvocation): Draft | undefined {
  const [first, second, third] = setting.args.operands.map((word) => word.text);
  const image = first === 'push' ? second : /^(?:image|manifest)$/.test(first ?? '') && second === 'push' ? third : undefined;
  if (image === undefined) return undefined;
  const [host = ''] = image.split('/', 1);
  const registry = /[.:]/.test(host) ? host : 'docker.io';
  return { verb: 'create', resource: `image/${image}`, names: [image], traits: ['published'], where: { system: 'registry', name: registry, clues: [] } };
}

/** A container with the machine's own disk or rights is the machine. */
function started(setting: ToolInvocation): readonly Draft[] {
  const { args } = setting;
  const mounts = [...(args.options.get('-v') ?? []), ...(args.options.get('--volume') ?? []), ...(args.options.get('--mount') ?? [])];
  const wide = mounts.some((value) =>
    /^\/:|^\/(?:etc|root|boot|dev|proc|sys|var\/run\/docker\.sock|run\/docker\.sock|home|var)(?:\/)?:|(?:source|src)=\/(?:,|$|etc|root|var\/run\/docker)/.test(
      value.text,
    ),
  );
  const privileged =
    hasOption(args, '--privileged') ||
    ['--pid=host', '--ipc=host', '--userns=host', '--cap-add=ALL', '--cap-add=SYS_ADMIN'].some((one) => hasOption(args, one));
  const traits: Trait[] = privileged || wide ? ['privileged'] : [];
  const joined = ['--pid=host', '--userns=host', '--ipc=host'].some((one) => hasOption(args, one));
  if (wide || (privileged && (mounts.length > 0 || joined))) traits.push('system');
  const image = args.operands.find((word) => word.text !== 'run' && word.text !== 'container' && word.text !== 'create')?.text ?? '';
  return [{ verb: privileged && wide ? 'expose' : 'modify', resource: `container of ${image}`, traits }];
}

const composeCommand =
  /^(?:attach|build|commit|config|convert|cp|create|down|events|exec|export|images|kill|logs|ls|pause|port|ps|publish|pull|push|restart|rm|run|scale|start|stats|stop|top|unpause|up|version|volumes|wait|watch|help)$/;

function composeDrafts(setting: ToolInvocation, taken: number): readonly Draft[] {
  const { args } = setting;
  // Options of compose take values that stand before its command.
  const word = args.operands.slice(taken).find((one) => composeCommand.test(one.text))?.text ?? '';
  if (word === 'down' || word === 'rm') {
    const volumes = hasOption(args, '-v', '--volumes');
    const images = hasOption(args, '--rmi');
    if (volumes) return [{ verb: 'destroy', resource: 'volumes of the project', reach: 'uncountable', traits: ['unsaved'] }];
    return [{ verb: 'delete', resource: 'containers of the project', traits: images ? [] : ['recoverable'] }];
  }
  if (word === 'push') return [{ verb: 'create', resource: 'images of the project', traits: ['published'] }];
  if (/^(?:ps|ls|logs|config|images|port|top|events|version|stats|convert|volumes|wait|help)?$/.test(word))
    return [{ verb: 'read', resource: 'containers of the project' }];
  return [{ verb: 'modify', resource: 'containers of the project' }];
}

/** The older program of its own. */
export const compose: Tool = {
  programs: ['docker-compose', 'podman-compose'],
  system: 'docker',
  grammar: optionGrammar({
    valued: '-f --file -p --project-name --profile --env-file -c --context -H --host -t --timeout --rmi --scale',
    flags: '-v --volumes -d',
  }),
  target: dockerTarget,
  rows: [],
  beyond: (setting) => composeDrafts(setting, 0),
};

const registryGrammar = optionGrammar({ valued: '--platform' });

/** Programs that work on a registry of images directly. */
export const imageRegistries: Tool = {
  programs: ['crane', 'gcrane', 'skopeo', 'oras', 'regctl', 'cosign', 'ko'],
  system: 'registry',
  grammar: registryGrammar,
  target: () => ({ system: 'registry', name: 'registry', clues: [] }),
  rows: [
    { words: 'delete', verb: 'delete', noun: 'image', resource: 0 },
    { words: 'image|tag|manifest|repo delete', verb: 'delete', noun: 'image', resource: 0 },
    { words: 'push|publish|apply', verb: 'create', noun: 'image', resource: 'rest', traits: ['published'] },
    { words: 'tag|append|mutate|rebase', verb: 'modify', noun: 'image', resource: 0 },
  ],
  unlisted: 'unknown',
};
