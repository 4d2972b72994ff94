/** Files that the build gives an address of their own. */
declare module '*.css';
declare module '*.svg' {
  const address: string;
  export default address;
}
/** Defines the element `rapi-doc`, and exports nothing. */
declare module 'rapidoc';
