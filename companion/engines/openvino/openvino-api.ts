import koffi from 'koffi';
import { CheckedLibrary } from '../ffi/checked-library.ts';
import { readString, type Pointer } from '../ffi/memory.ts';

/** Structs of the C API: static and dynamic shapes, and lists. */
const structures = {
  ov_shape: { rank: 'int64', dims: 'void *' },
  ov_dimension: { min: 'int64', max: 'int64' },
  ov_partial_shape: { rank: 'ov_dimension', dims: 'void *' },
  ov_names: { names: 'void *', count: 'size_t' },
  ov_profiling_infos: { infos: 'void *', count: 'size_t' },
  ov_version: { build: 'void *', description: 'void *' },
};

const checked = {
  ov_core_create: 'int @(_Out_ void **)',
  ov_core_get_available_devices: 'int @(void *, _Out_ ov_names *)',
  ov_core_read_model: 'int @(void *, str, str, _Out_ void **)',
  ov_core_compile_model: 'int @(void *, void *, str, size_t, _Out_ void **, ...)',
  ov_compiled_model_create_infer_request: 'int @(void *, _Out_ void **)',
  ov_compiled_model_inputs_size: 'int @(void *, _Out_ size_t *)',
  ov_compiled_model_outputs_size: 'int @(void *, _Out_ size_t *)',
  ov_compiled_model_input_by_index: 'int @(void *, size_t, _Out_ void **)',
  ov_compiled_model_output_by_index: 'int @(void *, size_t, _Out_ void **)',
  ov_compiled_model_get_property: 'int @(void *, str, _Out_ void **)',
  ov_port_get_any_name: 'int @(void *, _Out_ void **)',
  ov_port_get_element_type: 'int @(void *, _Out_ int *)',
  ov_port_get_partial_shape: 'int @(void *, _Out_ ov_partial_shape *)',
  ov_tensor_create_from_host_ptr: 'int @(int, ov_shape, void *, _Out_ void **)',
  ov_tensor_data: 'int @(void *, _Out_ void **)',
  ov_tensor_get_byte_size: 'int @(void *, _Out_ size_t *)',
  ov_tensor_get_shape: 'int @(void *, _Out_ ov_shape *)',
  ov_infer_request_set_input_tensor_by_index: 'int @(void *, size_t, void *)',
  ov_infer_request_get_output_tensor_by_index: 'int @(void *, size_t, _Out_ void **)',
  ov_infer_request_infer: 'int @(void *)',
  ov_infer_request_get_profiling_info: 'int @(void *, _Out_ ov_profiling_infos *)',
  ov_infer_request_cancel: 'int @(void *)',
  ov_get_openvino_version: 'int @(_Out_ ov_version *)',
};

const unchecked = {
  ov_get_last_err_msg: 'void *@()',
  ov_get_error_info: 'str @(int)',
  ov_free: 'void @(void *)',
  ov_model_free: 'void @(void *)',
  ov_compiled_model_free: 'void @(void *)',
  ov_infer_request_free: 'void @(void *)',
  ov_tensor_free: 'void @(void *)',
  ov_output_const_port_free: 'void @(void *)',
  ov_shape_free: 'void @(ov_shape *)',
  ov_partial_shape_free: 'void @(ov_partial_shape *)',
  ov_available_devices_free: 'void @(ov_names *)',
  ov_profiling_info_list_free: 'void @(ov_profiling_infos *)',
};

type Checked = keyof typeof checked;

let areStructuresDefined = false;

/** The C API of an OpenVINO library that is loaded into this process. */
export class OpenvinoApi extends CheckedLibrary<Checked, keyof typeof unchecked> {
  constructor(library: string) {
    if (!areStructuresDefined) for (const [name, members] of Object.entries(structures)) koffi.struct(name, members);
    areStructuresDefined = true;
    super('openvino', library, checked, unchecked);
  }

  protected override formatMessage(name: Checked, status: number): string {
    const details = readString(this.callUnchecked('ov_get_last_err_msg') as Pointer);
    return details || `${name}: ${this.callUnchecked('ov_get_error_info', status)}`;
  }

  /**
   * Calls a function whose last parameter is a structure for its result.
   * @throws errors from `callChecked`
   */
  callForStructure<T extends object>(name: Checked, ...values: readonly unknown[]): T {
    const structure = {} as T;
    this.callChecked(name, ...values, structure);
    return structure;
  }

  /** Reads a string that the library has allocated, and frees it. */
  takeString(address: Pointer): string {
    const text = readString(address);
    this.callUnchecked('ov_free', address);
    return text;
  }
}
