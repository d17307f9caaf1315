"""The documents the constants are taken from, by a short key."""

from __future__ import annotations

from mlsys_course.constants_data.tables import Source

SOURCES: dict[str, Source] = {
    # ---- the book and plain definitions
    "book": Source(
        "Machine Learning Systems (Vijay Janapa Reddi), introduction chapter and its constants",
        "https://github.com/harvard-edge/cs249r_book",
        "2026",
        "the book gives no source for it",
    ),
    "course": Source("a choice of this course; the note gives the reason", None, "2026"),
    "definition": Source("by definition", None, "2026"),
    # ---- data sheets
    "v100": Source(
        "NVIDIA V100 Tensor Core GPU data sheet",
        "https://images.nvidia.com/content/technologies/volta/pdf/volta-v100-datasheet-update-us-1165301-r5.pdf",
        "2020-01",
    ),
    "t4": Source(
        "NVIDIA T4 Tensor Core GPU data sheet",
        "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/tesla-t4/t4-tensor-core-datasheet-951643.pdf",
        "2019-03",
    ),
    "a100": Source(
        "NVIDIA A100 Tensor Core GPU data sheet",
        "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/"
        "nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf",
        "2021-06",
    ),
    "a100_paper": Source(
        "NVIDIA A100 Tensor Core GPU Architecture, white paper",
        "https://images.nvidia.com/aem-dam/en-zz/Solutions/data-center/nvidia-ampere-architecture-whitepaper.pdf",
        "2020",
    ),
    "h100": Source(
        "NVIDIA H100 Tensor Core GPU, specifications",
        "https://www.nvidia.com/en-us/data-center/h100/",
        "2024",
    ),
    "h200": Source(
        "NVIDIA H200 Tensor Core GPU, specifications",
        "https://www.nvidia.com/en-us/data-center/h200/",
        "2024",
    ),
    "b200": Source(
        "NVIDIA DGX B200, specifications", "https://www.nvidia.com/en-us/data-center/dgx-b200/", "2025"
    ),
    "p100": Source(
        "NVIDIA Tesla P100, specifications", "https://www.nvidia.com/en-us/data-center/tesla-p100/", "2016"
    ),
    "k80": Source(
        "NVIDIA Tesla K80, specifications", "https://www.nvidia.com/en-gb/data-center/tesla-k80/", "2015"
    ),
    "gtx580": Source(
        "NVIDIA GeForce GTX 580, specifications",
        "https://www.techpowerup.com/gpu-specs/geforce-gtx-580.c270",
        "2010-11",
        "a data base of graphics cards; the maker's own page is gone",
    ),
    "mi300x": Source(
        "AMD Instinct MI300X accelerator, data sheet",
        "https://www.amd.com/en/products/accelerators/instinct/mi300/mi300x.html",
        "2023-12",
    ),
    "tpu1": Source(
        "Jouppi et al., In-Datacenter Performance Analysis of a Tensor Processing Unit",
        "https://arxiv.org/abs/1704.04760",
        "2017",
    ),
    "tpu23": Source(
        "Jouppi et al., A Domain-Specific Supercomputer for Training Deep Neural Networks",
        "https://doi.org/10.1145/3360307",
        "2020",
    ),
    "tpu3": Source("Google Cloud documentation, TPU v3", "https://cloud.google.com/tpu/docs/v3", "2024"),
    "tpu4": Source("Google Cloud documentation, TPU v4", "https://cloud.google.com/tpu/docs/v4", "2024"),
    "tpu5p": Source("Google Cloud documentation, TPU v5p", "https://cloud.google.com/tpu/docs/v5p", "2024"),
    "tpu5e": Source("Google Cloud documentation, TPU v5e", "https://cloud.google.com/tpu/docs/v5e", "2024"),
    "wse3": Source(
        "Cerebras, announcement of the third-generation Wafer-Scale Engine",
        "https://www.cerebras.ai/press-release/cerebras-announces-third-generation-wafer-scale-engine",
        "2024-03-13",
    ),
    "orin": Source(
        "NVIDIA Jetson Orin, technical specifications",
        "https://www.nvidia.com/en-us/autonomous-machines/embedded-systems/jetson-orin/",
        "2023",
    ),
    "coral": Source(
        "Coral USB Accelerator data sheet, version 1.4",
        "https://coral.ai/static/files/Coral-USB-Accelerator-datasheet.pdf",
        "2019",
    ),
    "iphone15pro": Source(
        "Apple, announcement of the iPhone 15 Pro",
        "https://www.apple.com/newsroom/2023/09/apple-unveils-iphone-15-pro-and-iphone-15-pro-max/",
        "2023-09-12",
    ),
    "stm32f4": Source(
        "STMicroelectronics, STM32F405/407 data sheet (DS8626)",
        "https://www.st.com/resource/en/datasheet/stm32f407vg.pdf",
        "2020",
    ),
    "nrf52840": Source(
        "Nordic Semiconductor, nRF52840 product specification",
        "https://www.nordicsemi.com/Products/nRF52840",
        "2019",
    ),
    "esp32": Source(
        "Espressif, ESP32 series data sheet",
        "https://www.espressif.com/sites/default/files/documentation/esp32_datasheet_en.pdf",
        "2023",
    ),
    "esp_idf": Source(
        "Espressif, ESP-IDF programming guide, memory types of the ESP32",
        "https://docs.espressif.com/projects/esp-idf/en/stable/esp32/api-guides/memory-types.html",
        "2024",
    ),
    "esp32s3": Source(
        "Espressif, ESP32-S3 series data sheet",
        "https://www.espressif.com/sites/default/files/documentation/esp32-s3_datasheet_en.pdf",
        "2023",
    ),
    "uno": Source(
        "Arduino documentation, Uno Rev3 (ATmega328P)", "https://docs.arduino.cc/hardware/uno-rev3", "2024"
    ),
    "pcie": Source(
        "PCI-SIG, PCI Express Base Specification: 8, 16 and 32 GT/s per lane, 16 lanes, 128b/130b encoding",
        "https://pcisig.com/specifications",
        "2019",
    ),
    "infiniband": Source(
        "InfiniBand Trade Association, InfiniBand roadmap",
        "https://www.infinibandta.org/infiniband-roadmap/",
        "2024",
    ),
    # ---- papers on models and training
    "alexnet": Source(
        "Krizhevsky, Sutskever, Hinton, ImageNet Classification with Deep Convolutional Neural Networks",
        "https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks",
        "2012",
    ),
    "ilsvrc": Source(
        "Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge",
        "https://arxiv.org/abs/1409.0575",
        "2015",
    ),
    "vgg": Source(
        "Simonyan, Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition",
        "https://arxiv.org/abs/1409.1556",
        "2014",
    ),
    "resnet": Source(
        "He et al., Deep Residual Learning for Image Recognition", "https://arxiv.org/abs/1512.03385", "2015"
    ),
    "torchvision": Source(
        "torchvision documentation, models and pre-trained weights",
        "https://pytorch.org/vision/stable/models.html",
        "2024",
    ),
    "mobilenet1": Source(
        "Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications",
        "https://arxiv.org/abs/1704.04861",
        "2017",
    ),
    "mobilenet2": Source(
        "Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks",
        "https://arxiv.org/abs/1801.04381",
        "2018",
    ),
    "efficientnet": Source(
        "Tan, Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks",
        "https://arxiv.org/abs/1905.11946",
        "2019",
    ),
    "vit": Source(
        "Dosovitskiy et al., An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
        "https://arxiv.org/abs/2010.11929",
        "2020",
    ),
    "vit_scaling": Source(
        "Zhai et al., Scaling Vision Transformers",
        "https://arxiv.org/abs/2106.04560",
        "2021",
    ),
    "yolov8": Source(
        "Ultralytics, YOLOv8 documentation", "https://docs.ultralytics.com/models/yolov8/", "2023"
    ),
    "bert": Source(
        "Devlin et al., BERT: Pre-training of Deep Bidirectional Transformers",
        "https://arxiv.org/abs/1810.04805",
        "2018",
    ),
    "gpt2": Source(
        "Radford et al., Language Models are Unsupervised Multitask Learners",
        "https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf",
        "2019",
    ),
    "gpt3": Source(
        "Brown et al., Language Models are Few-Shot Learners", "https://arxiv.org/abs/2005.14165", "2020"
    ),
    "kaplan": Source(
        "Kaplan et al., Scaling Laws for Neural Language Models", "https://arxiv.org/abs/2001.08361", "2020"
    ),
    "megatron": Source(
        "Narayanan et al., Efficient Large-Scale Language Model Training on GPU Clusters Using Megatron-LM",
        "https://arxiv.org/abs/2104.04473",
        "2021",
    ),
    "patterson": Source(
        "Patterson et al., Carbon Emissions and Large Neural Network Training",
        "https://arxiv.org/abs/2104.10350",
        "2021",
    ),
    "palm": Source(
        "Chowdhery et al., PaLM: Scaling Language Modeling with Pathways",
        "https://arxiv.org/abs/2204.02311",
        "2022",
    ),
    "llama2": Source(
        "Touvron et al., Llama 2: Open Foundation and Fine-Tuned Chat Models",
        "https://arxiv.org/abs/2307.09288",
        "2023",
    ),
    "llama3": Source(
        "Grattafiori et al., The Llama 3 Herd of Models", "https://arxiv.org/abs/2407.21783", "2024"
    ),
    "mixtral": Source("Jiang et al., Mixtral of Experts", "https://arxiv.org/abs/2401.04088", "2024"),
    "gpt4_leak": Source(
        "SemiAnalysis, GPT-4 Architecture, Infrastructure, Training Dataset, Costs (unofficial)",
        "https://semianalysis.com/2023/07/10/gpt-4-architecture-infrastructure/",
        "2023-07-10",
        "an unofficial report; its maker published nothing",
    ),
    "hoffmann": Source(
        "Hoffmann et al., Training Compute-Optimal Large Language Models",
        "https://arxiv.org/abs/2203.15556",
        "2022",
        "read from pages that quote the paper, not from the paper itself",
    ),
    "alphafold": Source(
        "Jumper et al., Highly accurate protein structure prediction with AlphaFold, Nature 596",
        "https://doi.org/10.1038/s41586-021-03819-2",
        "2021",
    ),
    "mlperf_tiny": Source(
        "Banbury et al., MLPerf Tiny Benchmark", "https://arxiv.org/abs/2106.07597", "2021"
    ),
    "hernandez": Source(
        "Hernandez, Brown, Measuring the Algorithmic Efficiency of Neural Networks",
        "https://arxiv.org/abs/2005.04305",
        "2020",
    ),
    "amodei": Source(
        "Amodei, Hernandez, AI and Compute (OpenAI)", "https://openai.com/index/ai-and-compute/", "2018"
    ),
    "moore1965": Source(
        "Moore, Cramming more components onto integrated circuits, Electronics 38(8)",
        "https://doi.org/10.1109/N-SSC.2006.4785860",
        "1965",
    ),
    "mmlu": Source(
        "Hendrycks et al., Measuring massive multitask language understanding",
        "https://arxiv.org/abs/2009.03300",
        "2020",
    ),
    "alphago": Source(
        "Silver et al., Mastering the game of Go with deep neural networks and tree search, Nature 529",
        "https://doi.org/10.1038/nature16961",
        "2016",
    ),
    "moore": Source(
        "Moore, Progress in Digital Integrated Electronics (IEDM): a doubling every two years",
        None,
        "1975",
    ),
    # ---- energy, carbon, prices
    "horowitz": Source(
        "Horowitz, Computing's energy problem (and what we can do about it), ISSCC; 45 nm, 0.9 V",
        "https://doi.org/10.1109/ISSCC.2014.6757323",
        "2014",
    ),
    "ipcc": Source(
        "IPCC, Fifth Assessment Report, Working Group III, Annex III, table A.III.2 (median, life cycle)",
        "https://www.ipcc.ch/report/ar5/wg3/",
        "2014",
    ),
    "uptime": Source(
        "Uptime Institute, Global Data Center Survey 2023",
        "https://uptimeinstitute.com/resources/research-and-reports/"
        "uptime-institute-global-data-center-survey-results-2023",
        "2023",
    ),
    "google_pue": Source(
        "Google, data center efficiency: average PUE of the whole fleet",
        "https://datacenters.google/efficiency/",
        "2023",
    ),
    "aws_ec2": Source(
        "Amazon Web Services, EC2 on-demand pricing: data transfer out to the internet, first 10 TB a month",
        "https://aws.amazon.com/ec2/pricing/on-demand/",
        "2024",
    ),
    "aws_s3": Source(
        "Amazon Web Services, S3 pricing: Standard, first 50 TB a month",
        "https://aws.amazon.com/s3/pricing/",
        "2024",
    ),
    "bipm": Source(
        "BIPM, The International System of Units (SI), 9th edition",
        "https://www.bipm.org/en/publications/si-brochure",
        "2019",
    ),
}
