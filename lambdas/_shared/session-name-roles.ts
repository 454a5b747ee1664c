/** `SESSION_NAME_ROLES` of the environment as a list; empty gives none. */
export const sessionNameRolesOf = (text: string): string[] =>
  text
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
