/**
 * A harmless command of each system that goes where a name leads, so that what the name stands for is found by the very
 * resolver that finds it for an agent's call. `@` is the name.
 */
const probes: Readonly<Record<string, string>> = {
  kubernetes: 'kubectl --context @ get pods',
  aws: 'aws --profile @ sts get-caller-identity',
  gcp: 'gcloud --project @ projects list',
  azure: 'az group list --subscription @',
  postgres: 'psql -h @ -l',
  mysql: 'mysqlshow -h @',
  mongodb: 'mongodump --host @',
  redis: 'redis-cli -h @ ping',
  docker: 'docker --context @ ps',
  ssh: 'ssh @ true',
  http: 'curl https://@/',
  heroku: 'heroku ps -a @',
  fly: 'fly status -a @',
  pulumi: 'pulumi preview -s @',
  terraform: 'TF_WORKSPACE=@ terraform plan',
};

/** What a place may be called where somebody types its name. */
const name = /^[A-Za-z0-9][\w.:@/-]{0,199}$/;

export function isPlaceName(text: string): boolean {
  return name.test(text);
}

/** The systems of which a name is looked up; of another it counts as it is written. */
export const probedSystems: readonly string[] = Object.keys(probes);

/** Undefined for a system whose tools are not started so, and for what is no name. */
export function placeProbe(system: string, placeName: string): string | undefined {
  const probe = Object.hasOwn(probes, system) ? probes[system] : undefined;
  return isPlaceName(placeName) ? probe?.replace('@', placeName) : undefined;
}
