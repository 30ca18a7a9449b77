/**
 * The environment variables that are passed to a child, by which its libraries find files and devices. Any other variable
 * could be a secret of the user or a key of the companion.
 */
const allowedVariables = new Set(
  `PATH HOME USERPROFILE TMPDIR TEMP TMP LANG LC_ALL TZ SystemRoot LOCALAPPDATA
   ASSAY_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR
   LD_LIBRARY_PATH DYLD_LIBRARY_PATH CUDA_PATH CUDA_VISIBLE_DEVICES ZE_AFFINITY_MASK`.split(/\s+/),
);

/** Returns the environment of a child: the allowed variables of this process. */
export function createChildEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => allowedVariables.has(name)));
}
