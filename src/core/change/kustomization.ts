import { resolvePath } from '../command/paths.js';
import { textAt, textsAt } from '../shared/json.js';
import type { World } from '../shared/world.js';
import { fileText } from '../target/files.js';
import { type Manifest, manifestsAt } from '../target/manifests.js';
import { readYaml } from '../target/yaml.js';

const depthLimit = 6;

/** What a kustomization names, and what of it could not be read. */
export interface Kustomized {
  readonly manifests: readonly Manifest[];
  readonly unread: readonly string[];
}

/** A kustomization whole: bases first, with its namespace and prefix. Undefined where none lies there. */
export function kustomizedAt(folder: string, world: World, depth = 0): Kustomized | undefined {
  const name = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].find(
    (one) => world.files.kind(resolvePath(folder, one)) === 'file',
  );
  const text =
    name === undefined || depth > depthLimit ? undefined : fileText(world, resolvePath(folder, name));
  const value = text === undefined ? undefined : readYaml(text);
  if (value === undefined) return undefined;
  const listed = ['resources', 'bases', 'components'].flatMap((field) => textsAt(value, field));
  const read = listed.map((path): Kustomized => {
    if (/^https?:|\?ref=/.test(path)) return { manifests: [], unread: [path] };
    const whole = resolvePath(folder, path);
    if (world.files.kind(whole) === 'directory')
      return kustomizedAt(whole, world, depth + 1) ?? { manifests: [], unread: [whole] };
    const found = manifestsAt(whole, world);
    return found === undefined ? { manifests: [], unread: [whole] } : { manifests: found, unread: [] };
  });
  const namespace = textAt(value, 'namespace');
  const [prefix, suffix] = [textAt(value, 'namePrefix'), textAt(value, 'nameSuffix')];
  const manifests = read
    .flatMap((one) => one.manifests)
    .map((manifest) => ({
      ...manifest,
      name: `${prefix}${manifest.name}${suffix}`,
      ...(namespace === '' || manifest.kind === 'namespace' ? {} : { namespace }),
    }));
  return { manifests, unread: read.flatMap((one) => one.unread) };
}
