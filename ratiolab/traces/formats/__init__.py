"""One module per trace format; `ratiolab.traces.names` lists them."""
