/** What the box of a submission is bound to: its row. */
export function boundTo(adapter: string, id: string, at: number): string {
  return `${adapter}\0${id}\0${at}`;
}
