/**
 * The environment variables that a child gets: those by which its libraries find files and devices. Any other variable
 * could be a secret of the user or a key of the companion.
 */
const allowed = new Set(
  `PATH HOME USERPROFILE TMPDIR TEMP TMP LANG LC_ALL TZ SystemRoot LOCALAPPDATA
   ASSAY_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR
   LD_LIBRARY_PATH DYLD_LIBRARY_PATH CUDA_PATH CUDA_VISIBLE_DEVICES ZE_AFFINITY_MASK`.split(/\s+/),
);

export function createChildEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => allowed.has(name)));
}
