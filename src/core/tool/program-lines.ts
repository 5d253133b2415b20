import { toolsIn } from './table.js';
import { tables } from './tables.js';

/**
 * The programs of each table, one line a table. Bundles hold it as it was worked out when they were built
 * (`scripts/worked-out.mjs`): what has a program is found without making the others.
 */
export const programLines: string = tables
  .map((table) =>
    toolsIn([table])
      .flatMap((tool) => tool.programs)
      .join(' '),
  )
  .join('\n');
