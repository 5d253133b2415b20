import { defineMappingTag, defineScalarTag, defineSequenceTag, FAILSAFE_SCHEMA, load } from 'js-yaml';
import { isJsonObject, type JsonObject, objectAt, parseJson, textAt } from '../../shared/json.js';

/** One resource of a CloudFormation or SAM template. */
export interface TemplateResource {
  readonly id: string;
  /** `AWS::RDS::DBInstance`. */
  readonly type: string;
  /** What becomes of it when it leaves the stack: Delete, Retain, Snapshot; empty where the template does not say. */
  readonly policy: string;
  readonly properties: JsonObject;
}

const textLimit = 1024 * 1024;
const resourceLimit = 1_000;

/** `!Ref`, `!Sub` and their like: what they stand for is not worked out. */
const schema = FAILSAFE_SCHEMA.withTags(
  defineScalarTag('!', {
    matchByTagPrefix: true,
    resolve: (source: string) => source,
    identify: () => false,
  }),
  defineSequenceTag<unknown[]>('!', {
    matchByTagPrefix: true,
    create: () => [],
    addItem: (list, item) => {
      list.push(item);
    },
    identify: () => false,
  }),
  defineMappingTag<Map<unknown, unknown>>('!', {
    matchByTagPrefix: true,
    create: () => new Map(),
    addPair: (map, key, value) => {
      map.set(key, value);
      return '';
    },
    has: (map, key) => map.has(key),
    keys: (map) => map.keys(),
    get: (map, key) => map.get(key),
    identify: () => false,
  }),
);

/** The resources of a template; undefined for what is none. */
export function readTemplate(text: string): readonly TemplateResource[] | undefined {
  const value =
    text.length > textLimit ? undefined : text.trimStart().startsWith('{') ? parseJson(text) : parsed(text);
  const resources = isJsonObject(value) ? value['Resources'] : undefined;
  if (!isJsonObject(resources)) return undefined;
  return Object.entries(resources)
    .slice(0, resourceLimit)
    .flatMap(([id, resource]) => {
      const type = textAt(resource, 'Type');
      if (type === '') return [];
      return [
        {
          id,
          type,
          policy: textAt(resource, 'DeletionPolicy'),
          properties: objectAt(resource, 'Properties'),
        },
      ];
    });
}

function parsed(text: string): unknown {
  try {
    return load(text, { schema });
  } catch {
    return undefined;
  }
}
