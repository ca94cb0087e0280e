"""HDF5 files that no reader should trust, for the tests of lmu4j: see HostileHdf5 there.

Each is the `.weights.h5` of a Sequential with one Dense(2) named `dense` on 3 inputs, with one thing wrong.
Run in the Keras 3 world: `.worlds/keras3/bin/python generate_hostile.py`.
"""

import pathlib

import h5py
import numpy as np

FOLDER = pathlib.Path(__file__).parent.parent / "src/test/resources/io/github/lmu4j/testing/hostile"
KERNEL = np.arange(6, dtype="float32").reshape(3, 2)


def good(file):
    """What Keras writes; the cases take the kernel out and put something else in."""
    variables = file.create_group("layers/dense/vars")
    variables["0"] = KERNEL
    variables["1"] = np.zeros(2, "float32")
    return variables


def replaced(make):
    """A case whose kernel is made otherwise."""

    def write(file):
        variables = good(file)
        del variables["0"]
        make(variables)

    return write


def soft_link_to_itself(variables):
    variables["0"] = h5py.SoftLink("/layers/dense/vars/0")


def soft_links_in_a_circle(variables):
    variables["0"] = h5py.SoftLink("/layers/dense/vars/2")
    variables["2"] = h5py.SoftLink("/layers/dense/vars/0")


def soft_link_to_kernel(variables):
    variables.file["kernel"] = KERNEL
    variables["0"] = h5py.SoftLink("/kernel")


def dangling_soft_link(variables):
    variables["0"] = h5py.SoftLink("/nowhere")


def external_link(variables):
    variables["0"] = h5py.ExternalLink("beside.h5", "/kernel")


def external_link_to_absolute_path(variables):
    variables["0"] = h5py.ExternalLink("/etc/hostname", "/")


def external_storage(variables):
    variables.create_dataset("0", (3, 2), "float32", external=[("beside.bin", 0, 24)])


def external_storage_of_absolute_path(variables):
    variables.create_dataset("0", (3, 2), "float32", external=[("/etc/hostname", 0, 24)])


def virtual_dataset(variables):
    layout = h5py.VirtualLayout((3, 2), "float32")
    layout[:] = h5py.VirtualSource("beside.h5", "kernel", (3, 2))
    variables.create_virtual_dataset("0", layout)


def huge_contiguous_shape(variables):
    variables.create_dataset("0", (1 << 20, 1 << 20), "float32")


def huge_chunked_shape(variables):
    variables.create_dataset("0", (1 << 20, 1 << 20), "float32", chunks=(1024, 1024))


def chunked(variables):
    variables.create_dataset("0", (3, 2), "float32", chunks=(3, 2), maxshape=(None, 2))


def compressed(variables):
    variables.create_dataset("0", data=KERNEL, compression="gzip")


def compression_bomb(variables):
    variables.create_dataset(
        "0", (1 << 13, 1 << 13), "float32", compression="gzip", fillvalue=0, chunks=(512, 512)
    )
    variables["0"][:512, :512] = 0


def text_instead_of_numbers(variables):
    variables.create_dataset("0", data=np.array([["a", "b"], ["c", "d"], ["e", "f"]], dtype="S1"))


def texts_of_any_length(variables):
    variables.create_dataset(
        "0", data=[["a", "b"], ["c", "d"], ["e", "f"]], dtype=h5py.string_dtype()
    )


def compound_elements(variables):
    variables.create_dataset("0", data=np.zeros((3, 2), dtype=[("re", "f4"), ("im", "f4")]))


def references(variables):
    variables.create_dataset("0", (3, 2), dtype=h5py.ref_dtype)


def opaque_elements(variables):
    variables.create_dataset("0", data=np.zeros((3, 2), "V4"))


def too_many_axes(variables):
    variables.create_dataset("0", data=KERNEL.reshape((1,) * 29 + (3, 2)))


def no_elements(variables):
    variables.create_dataset("0", data=h5py.Empty("float32"))


def zero_sized(variables):
    variables.create_dataset("0", (0, 2), "float32")


def group_instead_of_array(variables):
    variables.create_group("0")


def wrong_shape(variables):
    variables["0"] = KERNEL.T


def hard_link_cycle(file):
    variables = good(file)
    del file["layers/dense/vars"]
    file["layers/dense/vars"] = file["layers"]
    assert variables is not None


def deep_groups(file):
    good(file)
    del file["layers"]
    group = file
    for _ in range(300):
        group = group.create_group("layers")


def many_groups(file):
    good(file)
    for i in range(30):
        file["layers/dense"].create_group(f"dense_{i}")
    del file["layers/dense/vars"]


def array_instead_of_group(file):
    file["layers"] = KERNEL


def type_in_place_of_array(file):
    variables = good(file)
    del variables["0"]
    variables["0"] = np.dtype("float32")


CASES = {
    name.__name__: replaced(name)
    for name in (
        soft_link_to_itself,
        soft_links_in_a_circle,
        soft_link_to_kernel,
        dangling_soft_link,
        external_link,
        external_link_to_absolute_path,
        external_storage,
        external_storage_of_absolute_path,
        virtual_dataset,
        huge_contiguous_shape,
        huge_chunked_shape,
        chunked,
        compressed,
        compression_bomb,
        text_instead_of_numbers,
        texts_of_any_length,
        compound_elements,
        references,
        opaque_elements,
        too_many_axes,
        no_elements,
        zero_sized,
        group_instead_of_array,
        wrong_shape,
    )
} | {
    case.__name__: case
    for case in (
        hard_link_cycle,
        deep_groups,
        many_groups,
        array_instead_of_group,
        type_in_place_of_array,
    )
}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in CASES.items() | {"good": good}.items():
        with h5py.File(
            FOLDER / f"{name}.h5", "w", libver="latest" if name == "deep_groups" else None
        ) as file:
            write(file)


if __name__ == "__main__":
    main()
