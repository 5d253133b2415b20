import { parentOf, resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import { type Manifest, manifestsAt } from '../target/manifests.js';
import { repositoryAt } from './git/repository.js';

/** A manifest and the file that has it. */
export interface LaidManifest extends Manifest {
  readonly file: string;
}

const fileLimit = 400;
const folderLimit = 400;
const passedOver = /^(?:node_modules|vendor|\.git|\.terraform|dist|build|target|cdk\.out|\.venv|venv)$/;

const aliases: Readonly<Record<string, string>> = {
  deploy: 'deployment',
  sts: 'statefulset',
  ds: 'daemonset',
  rs: 'replicaset',
  svc: 'service',
  po: 'pod',
  ns: 'namespace',
  pv: 'persistentvolume',
  pvc: 'persistentvolumeclaim',
  cm: 'configmap',
  ing: 'ingress',
  cj: 'cronjob',
  sa: 'serviceaccount',
  hpa: 'horizontalpodautoscaler',
  crd: 'customresourcedefinition',
  sc: 'storageclass',
  netpol: 'networkpolicy',
};

/** `deploy`, `deployments`, `deployments.apps`: the kind as a manifest says it, lower case. */
export function kindOf(word: string): string {
  const plain = word.toLowerCase().split('.')[0] ?? '';
  const known = Object.hasOwn(aliases, plain) ? aliases[plain] : undefined;
  if (known !== undefined) return known;
  if (plain.endsWith('ies')) return `${plain.slice(0, -3)}y`;
  if (/(?:class|ingress)es$/.test(plain)) return plain.slice(0, -2);
  return /[^s]s$/.test(plain) ? plain.slice(0, -1) : plain;
}

/** Every manifest in the repository, or below the directory outside of one; files of templates are none. */
export function manifestsNear(start: string, world: World): readonly LaidManifest[] {
  const root = repositoryAt(start, world)?.root ?? start;
  if (root === '/' || root === world.home || root === parentOf(world.home)) return [];
  const waiting = [root];
  const found: LaidManifest[] = [];
  let files = 0;
  let folders = 0;
  for (let folder = waiting.pop(); folder !== undefined && folders < folderLimit; folder = waiting.pop()) {
    folders += 1;
    for (const name of world.files.list(folder)) {
      const path = resolvePath(folder, name);
      if (/\.(?:ya?ml|json)$/.test(name)) {
        files += 1;
        if (files > fileLimit) return found;
        if (/^(?:package|tsconfig|composer|.*lock)/.test(name)) continue;
        for (const manifest of manifestsAt(path, world) ?? []) found.push({ ...manifest, file: path });
      } else if (!name.includes('.') && !passedOver.test(name) && world.files.kind(path) === 'directory')
        waiting.push(path);
    }
  }
  return found;
}
