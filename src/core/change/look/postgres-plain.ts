/** Functions that only the server's administrator can have made. */
const foreignLanguage =
  "NOT IN (SELECT l.oid FROM pg_catalog.pg_language l WHERE l.lanname IN ('internal', 'c'))";

/**
 * True, as SQL, of a relation that rows can be read from without a function of somebody's being run: a table or materialized view,
 * with all that inherits from it, of this server; without row security, and without code in what the planner reads of it (indexes,
 * constraints, statistics, partition keys) or in implicit casts of its columns. `relation` is an expression for its oid.
 * PostgreSQL's own catalogs do not note that something depends on what came with the server.
 */
export function runsNoCode(relation: string): string {
  return `NOT EXISTS (WITH RECURSIVE tree(oid) AS (
  SELECT ${relation}
  UNION
  SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
SELECT 1 FROM tree JOIN pg_catalog.pg_class p ON p.oid = tree.oid
WHERE p.relkind NOT IN ('r', 'p', 'm') OR pg_catalog.row_security_active(p.oid) OR ${dependsOnCode} OR ${castsByCode})`;
}

/** Of a relation `p`: a part of it that the planner reads calls a function, or an operator that stands for one. */
const dependsOnCode = `EXISTS (
  SELECT 1 FROM pg_catalog.pg_depend d
  LEFT JOIN pg_catalog.pg_operator o ON d.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND o.oid = d.refobjid
  JOIN pg_catalog.pg_proc f ON f.oid = CASE d.refclassid WHEN 'pg_catalog.pg_proc'::pg_catalog.regclass THEN d.refobjid ELSE o.oprcode END
  WHERE f.prolang ${foreignLanguage} AND (
    d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND (d.objid = p.oid OR d.objid IN (SELECT x.indexrelid FROM pg_catalog.pg_index x WHERE x.indrelid = p.oid))
    OR d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid IN (SELECT k.oid FROM pg_catalog.pg_constraint k WHERE k.conrelid = p.oid)
    OR d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND d.objid IN (SELECT e.oid FROM pg_catalog.pg_statistic_ext e WHERE e.stxrelid = p.oid)))`;

const castsByCode = `EXISTS (
  SELECT 1 FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  JOIN pg_catalog.pg_cast k ON k.castsource IN (t.oid, t.typbasetype) AND k.castcontext = 'i'
  JOIN pg_catalog.pg_proc f ON f.oid = k.castfunc
  WHERE a.attrelid = p.oid AND a.attnum > 0 AND f.prolang ${foreignLanguage})`;
