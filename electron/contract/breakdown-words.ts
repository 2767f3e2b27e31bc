/** How the message of a run begins whose numbers were no longer finite: the coach knows it by that, years later too. */
export const breakdownWords = 'The training broke down';
