SELECT method_code, method_name, method_name_en, sort_order FROM seed.measure_method
